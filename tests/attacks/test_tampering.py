"""The eight ways of tampering: impossible for the user, noticed where the product lends its hand."""

from __future__ import annotations

import pytest

from harness.domain.verdicts import Cause, Isolation
from tests.attacks.arena import Project, step, user_runs

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]

DEPUTY = "import sys\nexec(sys.stdin.read())\nprint('sold')\n"
"""A product that does whatever it is told: the most that a confused deputy can be."""


def lends_its_hand(project: Project, *deeds: str) -> None:
    project.command("shop", DEPUTY)
    project.card(*(step("Run `shop` with input.", "It succeeds.", 'You see "sold".', block=deed) for deed in deeds))


DEEDS = {
    "an edit of a tracked file": ("open('/product/bin/refuse', 'a').write('# better')", "modified `bin/refuse`"),
    "a dependency that git ignores": (
        "open('/product/.venv/lib/dependency.py', 'w').write('cheat = True')",
        "modified `.venv/lib/dependency.py`",
    ),
    "a compiled cache of a module": (
        "open('/product/lib/__pycache__/shop.cpython-311.pyc', 'wb').write(b'cheat')",
        "modified `lib/__pycache__/shop.cpython-311.pyc`",
    ),
    "a database of the tree": ("open('/product/shop.db', 'w').write('paid')", "modified `shop.db`"),
    "a new environment file": ("open('/product/.env', 'w').write('CHEAT=1')", "created `.env`"),
    "a new helper": ("open('/product/bin/helper.py', 'w').write('cheat = True')", "created `bin/helper.py`"),
    "a file replaced by a link": (
        "import os; os.remove('/product/bin/refuse'); os.symlink('/home/user/fake', '/product/bin/refuse')",
        "modified `bin/refuse`",
    ),
    "a deleted file": ("import os; os.remove('/product/bin/refuse')", "deleted `bin/refuse`"),
    "a replaced folder": ("import shutil; shutil.move('/product/lib', '/tmp/lib')", "deleted `lib"),
    "a change of mode alone": ("import os; os.chmod('/product/bin/refuse', 0o700)", "modified `bin/refuse`"),
    "a folder's change of mode": ("import os; os.chmod('/product/lib', 0)", "modified `lib`"),
    "a folder of its own that no one may look into": (
        "import os; os.makedirs('/product/new/x'); open('/product/new/x/a.py','w'); os.chmod('/product/new', 0)",
        "`new",
    ),
    "an edit in the deepest of folders": (
        "import os\n"
        "os.chdir('/product')\n"
        "for _ in range(3000):\n"
        "    os.mkdir('deep')\n"
        "    os.chdir('deep')\n"
        "open('cheat.py', 'w')\n",
        "`deep/",
    ),
}


def with_dependencies(project: Project) -> None:
    project.write(".venv/lib/dependency.py", "honest = True\n")
    project.write("lib/shop.py", "price = 1\n")
    project.write("lib/__pycache__/shop.cpython-311.pyc", "honest\n")
    project.write("shop.db", "unpaid\n")


@pytest.mark.parametrize("level", [Isolation.CELL, Isolation.SANDBOX])
@pytest.mark.parametrize("deed", DEEDS)
def test_what_the_product_writes_into_its_tree_is_tampering(project: Project, deed: str, level: Isolation) -> None:
    with_dependencies(project)
    source, named = DEEDS[deed]
    lends_its_hand(project, source)
    project.run(level).failed(Cause.TAMPERING, "code-unchanged", named)


def test_a_file_that_is_edited_and_reverted_between_two_steps_is_tampering(project: Project) -> None:
    lends_its_hand(
        project,
        "import shutil; shutil.copy('/product/bin/refuse', '/tmp/kept'); open('/product/bin/refuse', 'a').write('#')",
        "print('bought')",
        "import shutil; shutil.copy('/tmp/kept', '/product/bin/refuse')",
    )
    project.run().failed(Cause.TAMPERING, "modified `bin/refuse`")


def test_a_helper_that_is_made_in_one_step_and_removed_in_another_is_tampering(project: Project) -> None:
    lends_its_hand(
        project,
        "open('/product/bin/helper.py', 'w').write('cheat = True')",
        "import sys; sys.path.insert(0, '/product/bin'); import helper",
        "import os; os.remove('/product/bin/helper.py')",
    )
    project.run().failed(Cause.TAMPERING, "created `bin/helper.py`")


def test_no_command_of_the_product_finds_a_repository_to_commit_to(project: Project) -> None:
    lends_its_hand(
        project,
        "import os, subprocess\n"
        "assert not os.path.exists('/product/.git')\n"
        "for folder in ('/product', '/home/user'):\n"
        "    told = subprocess.run(['git', 'log'], cwd=folder, capture_output=True, text=True)\n"
        "    assert 'not a git repository' in told.stderr, told\n",
    )
    project.run().passed()


def test_an_edit_hidden_by_assume_unchanged_is_judged_as_it_is_on_disk(project: Project) -> None:
    project.command("shop", "print('honest')")
    project.card(step("Run `shop`.", 'You see "hidden edit".'))
    project.commit()
    project.git("update-index", "--assume-unchanged", "bin/shop")
    project.command("shop", "print('hidden edit')")
    project.run().passed()


def test_a_helper_hidden_by_exclude_does_not_reach_the_tree(project: Project) -> None:
    project.command("shop", "import os\nprint(os.path.exists('/product/bin/helper.py'))")
    project.card(step("Run `shop`.", 'You see "False".'))
    project.commit()
    project.write(".git/info/exclude", "bin/helper.py\n")
    project.write("bin/helper.py", "cheat = True\n")
    project.run().passed()


OUTSIDE = """
import os

def refused(path):
    try:
        with open(path, 'w') as file:
            file.write('cheat')
    except OSError:
        return True
    print('WRITTEN', path)
    return False

places = ['/usr/bin/cheat', '/usr/cheat', '/etc/cheat', '/etc/passwd', '/cheat', '/run/cheat', '/run/harness/cheat',
          '/run/harness/agent', '/var/cheat', '/dev/cheat', '/home/cheat', '/proc/sys/kernel/hostname',
          '/proc/sysrq-trigger', '/sys/cheat', '/opt/cheat', '/root/cheat', '/bin/cheat', '/lib/cheat']
assert all([refused(place) for place in places])
for folder, names, _ in os.walk('/run/harness'):
    assert refused(folder + '/cheat')
    assert not os.access(folder, os.W_OK)
"""


@pytest.mark.parametrize("level", [Isolation.CELL, Isolation.SANDBOX])
def test_the_user_cannot_write_outside_its_own_folders(project: Project, level: Isolation) -> None:
    project.card(*user_runs(OUTSIDE))
    project.run(level).passed()


@pytest.mark.parametrize("level", [Isolation.CELL, Isolation.SANDBOX])
def test_the_product_cannot_write_outside_its_tree_and_the_users_folders(project: Project, level: Isolation) -> None:
    lends_its_hand(project, OUTSIDE)
    project.run(level).passed()


def test_neither_user_nor_product_finds_the_evidence(project: Project) -> None:
    search = (
        "import os\n"
        "for folder, folders, names in os.walk('/'):\n"
        "    if folder == '/': folders[:] = [name for name in folders if name not in ('proc', 'usr')]\n"
        "    assert '.harness' not in folders and 'events.jsonl' not in names, folder\n"
    )
    project.command("shop", DEPUTY)
    project.card(*user_runs(search), step("Run `shop` with input.", "It succeeds.", block=search))
    project.run().passed()


def test_the_repository_is_the_same_after_a_run(project: Project) -> None:
    lends_its_hand(project, "open('/product/bin/refuse', 'a').write('# better')")
    project.commit()
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    project.run()
    after = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    assert before == {path: data for path, data in after.items() if ".harness" not in path.parts}
