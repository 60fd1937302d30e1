"""Ctrl-C before the command line is there: one line, no traceback."""

import subprocess
import sys

CODE = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
import plateau.cli
"""


def test_an_interrupt_while_packages_are_imported_is_one_line():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "plateau: interrupted\n")


def test_other_errors_of_that_time_keep_their_traceback():
    code = CODE.replace("raise KeyboardInterrupt", "raise ZeroDivisionError")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert done.stderr.endswith("ZeroDivisionError\n")
