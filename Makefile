SHELL := bash
RUN := .venv/bin/compliance-copilot
PYTEST := .venv/bin/python -m pytest
# Tests start many processes: each would compile every module anew where the environment forbids to keep them.
test test-fast: export PYTHONDONTWRITEBYTECODE :=
.PHONY: help setup setup-test models index serve test test-fast bench eval eval-precheck eval-filing law lint clean

help: ## 列出所有命令（list the commands）
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## 建立 .venv 并按锁定版本安装（create .venv from the lock files）
	@scripts/setup.sh base

setup-test: ## 另装测试与检查工具（add the test and lint tools）
	@scripts/setup.sh base && scripts/setup.sh test

models: setup ## 下载并校验 serving/models.toml 中的默认模型（fetch and verify the default model）
	@$(RUN) models pull

index: setup ## 检查知识库并建立检索索引（check the knowledge base, build the index）
	@$(RUN) kb check && $(RUN) kb index

serve: setup ## 一键启动：环境、模型、索引、数据库、网页与接口（everything, then serve）
	@$(RUN) models pull || echo "未取得本地模型：将以摘录模式启动（extractive mode）。" >&2
	@$(RUN) serve

test: setup-test ## 全部测试：真实模型、真实浏览器、PostgreSQL（all tests but the slow ones）
	@scripts/system_packages.sh chromium
	@$(RUN) models pull
	@$(PYTEST) -m "not slow" $(ARGS)

test-fast: setup-test ## 离线快速测试（offline, no model, within 3 minutes）
	@$(PYTEST) -n 2 --dist worksteal $(ARGS)

bench: setup-test ## 测速（speed and memory, as quoted in docs/benchmarks.md）
	@.venv/bin/python -m eval.bench $(ARGS)

eval: setup-test ## 整套评测：逐题、可中断，有模型时以小时计（the whole suite; ARGS="--backend extractive" takes minutes）
	@$(RUN) models pull || echo "未取得本地模型：请用 ARGS=\"--backend extractive\"（no model）。" >&2
	@$(RUN) eval run --suite full --gate $(ARGS)

eval-precheck: setup-test ## 预检评测：造材料、种缺陷、计分（made-up submissions; ARGS="--variants scan --minutes 30"）
	@scripts/system_packages.sh fonts
	@.venv/bin/python -m eval.precheck $(ARGS)

eval-filing: setup-test ## 起草评测：十二家企业，本地模型写论证，可中断（drafts with the real model; ARGS="hr_group"）
	@$(RUN) models pull
	@.venv/bin/python -m eval.filing $(ARGS)

law: setup ## 逐条对照官方文本：数值、清单、款项（compare figures and citations with the official texts; ARGS=FOLDER）
	@.venv/bin/python -m eval.law $(ARGS)

lint: setup-test ## 代码检查（ruff and mypy）
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

clean: ## 删除环境与缓存文件，不动数据与模型（remove .venv and caches; keeps data and models）
	@rm -rf .venv .stamps .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
