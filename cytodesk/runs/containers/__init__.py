"""Runs in containers: podman and docker through their API socket, apptainer by its command line.

    sockets      where an engine listens; podman's service is started where nobody has
    talking      EngineTalk: images, containers, what is left over, in our words
    images       which image an algorithm is in, brought here from a registry or an archive
    reaching     how a container reaches the station, a strategy for each kind of engine
    creating     one container made, and its settings: limits, user, mounts, network
    memory       what a workspace remembers of its containers, and a run's folder of its own
    house        Containers: the engine that was chosen, and what is asked of it

A container is made through the socket, so its program's arguments, keys among them, stand in no
command line of an engine. Its start is a command like any other (`podman start --attach NAME`):
supervisor, record, log and queue know no difference. When a run is settled its container is
removed, and what a crash left is found by its labels. Apptainer has no socket: its command gets
the arguments through its environment.
"""
