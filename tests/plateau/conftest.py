"""What the tests of the command line share."""

import pytest

from plateau import cli
from plateau.cli.session import Session


@pytest.fixture
def run(capsys):
    """Run a command line in this process; return exit code, stdout and stderr."""

    def run(*words):
        code = cli.exit_code(Session(), [str(word) for word in words])
        return code, *capsys.readouterr()

    return run
