"""Our own POSTs carry a request id; a repeat returns the first answer and does nothing again."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
from starlette.responses import Response

from cytodesk.server.answers import json_answer
from cytodesk.server.asking import Asking
from cytodesk.server.routes import Handler
from cytodesk.server.serving import Serving


def once(handler: Handler) -> Handler:
    """Return `handler`, which answers a repeated request id with its first answer."""
    at_a_time = threading.Lock()

    def answered(serving: Serving, asking: Asking) -> Any:
        request = asking.headers.get("x-request-id")
        if request is None:
            return handler(serving, asking)
        with at_a_time:
            rows = serving.workspace.rows("select * from answered where request=?", (request,))
            if rows:
                return json_answer(msgspec.json.decode(rows[0]["body"]), rows[0]["status"])
            answer = handler(serving, asking)
            if not isinstance(answer, Response):
                body = msgspec.json.encode(answer).decode()
                serving.workspace.write(
                    lambda change: change.db.execute(
                        "insert into answered values (?, ?, 200, ?)", (request, change.now, body)
                    )
                )
            return answer

    return answered
