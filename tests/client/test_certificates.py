"""Certificates over real TLS: trusted is what the computer trusts, and nothing else."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.addresses import server_url
from cytodesk.client.connection import Connection
from cytodesk.client.greeting import greeted
from cytodesk.errors import CytoDeskError, NotReached, NotUnderstood

from .conftest import KEYS, LONG, Place

x509 = pytest.importorskip("cryptography.x509", reason="makes the certificates of this test")


def certificate(folder: Path) -> Path:
    """Write a certificate that nobody signed but itself, for 127.0.0.1, and its key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hospital")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server behind TLS, and the certificate that it shows."""
    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    place = Place(context)
    yield place.url, path
    place.close()


def test_a_certificate_that_nobody_trusts_is_said_in_words(guarded: tuple[str, Path]) -> None:
    with pytest.raises(NotReached, match=r"certificate of https://127\.0\.0\.1.*self.signed"):
        greeted(guarded[0], limits=LONG)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a test may add to what is trusted")
def test_a_certificate_that_the_computer_trusts_is_taken(
    guarded: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, path = guarded
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    assert greeted(url, limits=LONG).id == "server-1"


@pytest.mark.skipif(sys.platform != "linux", reason="only there a test may empty what is trusted")
def test_the_list_that_comes_with_requests_is_not_asked(
    guarded: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, path = guarded
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(path))
    with pytest.raises(NotReached, match="certificate"):
        greeted(url, limits=LONG)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a test may add to what is trusted")
def test_nothing_that_began_with_tls_goes_on_without(
    guarded: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = guarded
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    plain = Place()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    tls = Place(context)
    try:
        elsewhere = {"location": f"{plain.url}/api/abstractimage/1/download"}
        for path_ in ("/api/abstractimage/1/download", "/api/project/1.json"):
            tls.says(path_, b"", status=302, headers=elsewhere)
        with Connection.open(tls.url, KEYS, limits=LONG) as connection:
            with pytest.raises(NotUnderstood):
                connection.bytes_of("abstractimage/1/download")
            with pytest.raises(CytoDeskError):
                connection.get("project/1.json")
        assert plain.asked == []
    finally:
        plain.close()
        tls.close()


def test_an_address_without_a_scheme_is_taken_as_https() -> None:
    assert server_url("cytomine.example.org/") == "https://cytomine.example.org"
    assert server_url("127.0.0.1:8080") == "http://127.0.0.1:8080"
