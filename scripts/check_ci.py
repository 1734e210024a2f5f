#!/usr/bin/env python3
"""Runs what docs/ci.md and docs/control.md say of hooks and CI, as it stands there, by programs that are not ours:
check_ci.py PROGRAM

    hooks    pre-commit clones the repository at its tag, builds tmlint in its cache and stops a commit; with the installed
             program, too
    GitHub   the workflow and action.yml are read by GitHub's own parser, their expressions by GitHub's own evaluator
             (@actions/workflow-parser, @actions/expressions), the steps run as the runner runs them; once the action
             builds tmlint itself
    GitLab   gitlab-ci-local fetches the component from its repository at its tag, checks the whole against GitLab's
             JSON Schema, judges the rules and runs the job
    Azure    the script's line runs in a shell (no program outside of Azure runs its pipelines)

Each on a repository with an old finding on main and a branch that damages one number. What can't be had (no node, no
registry, no rsync, no pre-commit) is skipped, and said.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tmlib
from tmlib import Tally, command, packages

PACKAGES = ["@actions/workflow-parser@0.3.61", "@actions/expressions@0.3.61", "gitlab-ci-local@4.62.0"]
PAGE = """---
title: 백업
ms.contentlocale: ko-KR
---

<span data-ttu-id="1f2e3-101">백업은 {0}일 동안 보관됩니다.</span><span class="sxs-lookup"><span data-stu-id="1f2e3-101">Backups are kept for 30 days.</span></span>

<span data-ttu-id="1f2e3-102">먼저 포트 {1}을 엽니다.</span><span class="sxs-lookup"><span data-stu-id="1f2e3-102">Open port 443 first.</span></span>
"""
IDENTITY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.com"}


def git(cwd, *args):
    status, out = command(["git", *args], cwd, IDENTITY)
    if status:
        raise RuntimeError(f"git {' '.join(args)}: {out}")
    return out.strip()


def example(text, heading):
    """The indented block under a heading of docs/ci.md."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)
    block = re.search(r"(?:^ {4}.*\n)+", section, re.M).group(0)
    return re.sub(r"^ {4}", "", block, flags=re.M)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf8") as f:
        f.write(text)


def consumer(temp):
    """A clone of a repository: on main a page with one old finding; "change" damages a number, "clean" adds a line."""
    there, here = os.path.join(temp, "docs.git"), os.path.join(temp, "docs")
    git(temp, "init", "-q", "-b", "main", "first")
    first = os.path.join(temp, "first")
    page = os.path.join(first, "ko-KR", "backup.md")
    write(page, PAGE.format(30, 344))
    git(first, "add", ".")
    git(first, "commit", "-q", "-m", "A")
    git(first, "checkout", "-q", "-b", "change")
    write(page, PAGE.format(3, 344))
    git(first, "commit", "-q", "-a", "-m", "B")
    git(first, "checkout", "-q", "-b", "clean", "main")
    write(page, PAGE.format(30, 344) + "\n끝.\n")
    git(first, "commit", "-q", "-a", "-m", "C")
    git(first, "checkout", "-q", "main")
    git(temp, "clone", "-q", "--bare", first, there)
    git(temp, "clone", "-q", there, here)
    return here


def action_folder(temp):
    """The tree as git would give it to a user of the action."""
    folder = os.path.join(temp, "action")
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=tmlib.TOP,
                           stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if os.path.isfile(os.path.join(tmlib.TOP, name)):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            shutil.copy2(os.path.join(tmlib.TOP, name), os.path.join(folder, name))
    return folder


def without_program(path):
    return ":".join(p for p in path.split(":") if not os.path.exists(os.path.join(p, "tmlint")))


def github(t, program, temp, docs, npm):
    steps = example(docs, "GitHub")
    uses = re.search(r"uses: (\S+/tmlint@\S+)", steps).group(1)
    workflow = os.path.join(temp, "workflow.yml")
    write(workflow, "on: [pull_request, push]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n" +
          re.sub(r"^", "    ", steps, flags=re.M))
    folder = action_folder(temp)
    here = consumer(os.path.join(temp, "github"))
    os.makedirs(os.path.join(here, "ja-JP"))
    for name in ("github_job.mjs", "json_loader.mjs"):
        shutil.copy(os.path.join(tmlib.TOP, "scripts", name), os.path.join(npm, name))

    def job(context, path):
        return command(["node", "--no-warnings", "--experimental-loader", os.path.join(npm, "json_loader.mjs"),
                        os.path.join(npm, "github_job.mjs"), workflow, uses, folder, json.dumps(context)], here,
                       {"PATH": path, "GITHUB_STEP_SUMMARY": os.path.join(temp, "summary.md")})

    bare = without_program(os.environ["PATH"])
    have = os.path.dirname(os.path.abspath(program)) + ":" + bare
    request = {"base_ref": "main", "event_name": "pull_request"}
    git(here, "checkout", "-q", "--detach", "origin/change")
    status, out = job(request, bare)
    new = "::error title=NU001 number-mismatch,file=ko-KR/backup.md,line=6,"
    t.say("github: a pull request's new error, by a tmlint that the action built",
          None if status == 1 and out.count("::error ") == 1 and new in out else f"status {status}: {out}")
    t.say("github: … in SARIF, as the workflow asks", sarif_count(here, 1))
    try:
        with open(os.path.join(temp, "summary.md"), encoding="utf8") as f:
            summary = f.read()
        t.say("github: … in the step's summary", None if "NU001" in summary else summary)
    except OSError as e:
        t.say("github: … in the step's summary", str(e))
    git(here, "checkout", "-q", "--detach", "origin/clean")
    status, out = job(request, have)
    t.say("github: a clean pull request over an old error", None if status == 0 and "::error" not in out else f"status {status}: {out}")
    git(here, "checkout", "-q", "--detach", "origin/main")
    status, out = job({"base_ref": "", "event_name": "push"}, have)
    t.say("github: a push is linted whole", None if status == 1 and "line=8," in out else f"status {status}: {out}")


def sarif_count(here, n):
    try:
        with open(os.path.join(here, "tmlint.sarif"), encoding="utf8") as f:
            got = len(json.load(f)["runs"][0]["results"])
    except (OSError, ValueError, KeyError) as e:
        return repr(e)
    return None if got == n else f"{got} results"


def gitlab(t, program, temp, docs, npm):
    text = example(docs, "GitLab")
    tag = re.search(r"OWNER/tmlint/tmlint@(\S+)", text).group(1)
    here = consumer(os.path.join(temp, "gitlab"))
    # The component's repository, as its owner has it, under the address that the runner will ask.
    owner = os.path.join(temp, "component")
    os.makedirs(owner)
    shutil.copytree(os.path.join(tmlib.TOP, "templates"), os.path.join(owner, "templates"))
    git(owner, "init", "-q", "-b", "main")
    git(owner, "add", ".")
    git(owner, "commit", "-q", "-m", "A")
    git(owner, "tag", tag)
    address = "ssh://git@gitlab.example.com:22/"
    env = {"PATH": os.path.dirname(os.path.abspath(program)) + ":" + os.environ["PATH"], "GIT_CONFIG_COUNT": "1",
           "GIT_CONFIG_KEY_0": f"url.{owner}.insteadOf", "GIT_CONFIG_VALUE_0": address + "OWNER/tmlint.git"}
    base = git(here, "rev-parse", "origin/main")
    git(here, "remote", "set-url", "origin", "git@gitlab.example.com:team/docs.git")

    def pipeline(branch, source):
        git(here, "checkout", "-q", "-B", branch, "origin/" + branch)
        write(os.path.join(here, ".gitlab-ci.yml"), text.replace("IMAGE", "debian:stable"))
        return command([os.path.join(npm, "node_modules/.bin/gitlab-ci-local"), "--force-shell-executor", "--no-color",
                        "--variable", "CI_PIPELINE_SOURCE=" + source, "--variable", "CI_MERGE_REQUEST_DIFF_BASE_SHA=" + base],
                       here, env)

    status, out = pipeline("change", "merge_request_event")
    right = status and "json schema validated" in out and out.count("error NU001") == 1 and "backup.md:6:" in out
    t.say("gitlab: a merge request's new error", None if right else f"status {status}: {out}")
    try:
        with open(os.path.join(here, "gl-code-quality-report.json"), encoding="utf8") as f:
            n = len(json.load(f))
    except (OSError, ValueError) as e:
        n = repr(e)
    t.say("gitlab: … in the code quality artifact", None if n == 1 else str(n))
    status, out = pipeline("clean", "merge_request_event")
    t.say("gitlab: a clean merge request over an old error", None if status == 0 and "tmlint finished" in out else f"status {status}: {out}")
    status, out = pipeline("change", "push")
    t.say("gitlab: no job outside of merge requests", None if status == 0 and "tmlint check" not in out else f"status {status}: {out}")


def hooks(t, program, temp, path):
    """The configuration of docs/control.md, at an address that git takes for a repository of this tree."""
    with open(os.path.join(tmlib.TOP, "docs", "control.md"), encoding="utf8") as f:
        text = example(f.read(), "The hook")
    address, tag = re.search(r"repo: (\S+)", text).group(1), re.search(r"rev: (\S+)", text).group(1)
    owner = action_folder(os.path.join(temp, "hooks"))
    git(owner, "init", "-q", "-b", "main")
    git(owner, "add", ".")
    git(owner, "commit", "-q", "-m", "A")
    git(owner, "tag", tag)
    here = consumer(os.path.join(temp, "hooks"))
    env = {"PRE_COMMIT_HOME": os.path.join(temp, "hooks", "cache"), "GIT_CONFIG_COUNT": "1", **IDENTITY,
           "GIT_CONFIG_KEY_0": f"url.{owner}.insteadOf", "GIT_CONFIG_VALUE_0": address}
    page = os.path.join(here, "ko-KR", "backup.md")
    for ident, first in (("tmlint", ""), ("tmlint-system", os.path.dirname(os.path.abspath(program)) + ":")):
        env["PATH"] = first + path
        write(os.path.join(here, ".pre-commit-config.yaml"), text.replace("id: tmlint", "id: " + ident))
        git(here, "add", ".pre-commit-config.yaml")
        git(here, "commit", "-q", "--no-verify", "-m", ident)
        status, out = command(["pre-commit", "install"], here, env)
        t.say(f"pre-commit {ident}: install", None if status == 0 else out)
        write(page, PAGE.format(3, 344))
        status, out = command(["git", "commit", "-q", "-a", "-m", "bad"], here, env)
        right = status and out.count("error NU001") == 1 and "backup.md:6:" in out
        t.say(f"pre-commit {ident}: stops a bad change", None if right else f"status {status}: {out}")
        git(here, "checkout", "-q", "HEAD", "--", "ko-KR")
        write(page, PAGE.format(30, 344) + f"\n{ident}\n")
        status, out = command(["git", "commit", "-q", "-a", "-m", "good"], here, env)
        t.say(f"pre-commit {ident}: lets a good one pass, over an old error", None if status == 0 else f"status {status}: {out}")


def azure(t, program, temp, docs):
    line = re.search(r"- script: >-\n((?: {4,}.*\n)+)", example(docs, "Azure Pipelines")).group(1)
    here = consumer(os.path.join(temp, "azure"))
    env = {"PATH": os.path.dirname(os.path.abspath(program)) + ":" + os.environ["PATH"],
           "SYSTEM_PULLREQUEST_TARGETBRANCHNAME": "main"}
    for branch, expected in (("change", 1), ("clean", 0)):
        git(here, "checkout", "-q", "--detach", "origin/" + branch)
        status, out = command(["sh", "-e", "-c", " ".join(line.split())], here, env)
        failures = None
        try:
            with open(os.path.join(here, "tmlint.xml"), encoding="utf8") as f:
                failures = f.read().count("<failure")
        except OSError:
            pass
        right = (status, failures) == (expected, expected)
        t.say(f"azure: the script's line, {branch}", None if right else f"status {status}, {failures} failures: {out}")


def main(program):
    t = Tally()
    with open(os.path.join(tmlib.TOP, "docs", "ci.md"), encoding="utf8") as f:
        docs = f.read()
    npm, why = packages("ci", PACKAGES)
    if npm and int(subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=True).stdout[1:].split(b".")[0]) < 18:
        npm, why = None, "node is older than 18"
    with tempfile.TemporaryDirectory(prefix="tmlint-ci-") as temp:
        for name in ("github", "gitlab", "azure", "hooks"):
            os.mkdir(os.path.join(temp, name))
        azure(t, program, temp, docs)
        if shutil.which("pre-commit"):
            hooks(t, program, temp, without_program(os.environ["PATH"]))
        else:
            t.skip("hooks", "no pre-commit")
        if npm:
            github(t, program, temp, docs, npm)
        else:
            t.skip("github", why)
        if npm and shutil.which("rsync"):
            gitlab(t, program, temp, docs, npm)
        else:
            t.skip("gitlab", why or "no rsync")
    return t.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
