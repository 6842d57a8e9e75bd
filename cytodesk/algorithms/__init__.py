"""What can be run: a program with a descriptor, its parameters, and the values for one run.

    descriptors.read_descriptor(path)      file, folder or zip -> Algorithm
    values.check(algorithm, answers)       what a user entered -> Values
    command_line.command_line(...)         Values -> the tokens that start the program
    command_line.arguments(...)            the same for a program that was found otherwise

Everybody comes in here: the form, the command line, the wire and the station. Nothing in this
room opens a connection, starts a program or knows a window.
"""
