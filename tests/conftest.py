"""What every test can rely on, however the suite was started."""

import signal

# A suite started in the background (nohup, "&") ignores Ctrl-C, and so would the commands that the
# tests of Ctrl-C start: a process inherits what is ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
