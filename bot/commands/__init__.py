"""The commands of the command line, one file a group. Each offers `add_to(commands)`, which describes its
commands to argparse; what a command needs is imported when it runs, so that `cadenza --help` is instant."""
