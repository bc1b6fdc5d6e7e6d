# From a fresh clone: `make run` starts Cadenza, `make test` checks everything. Both install what is
# missing first (.ci/prepare) and skip it the next time.
#
#   make run ARGS="--port 9000"   options for `cadenza run`
#   make run FAISS=gpu            FAISS with CUDA instead of the CPU build
#   make soundfont                a better General MIDI SoundFont than the one libfluidsynth brings

SHELL := /bin/bash
.DEFAULT_GOAL := help

FAISS ?= cpu
BIN := .venv/bin
export FAISS

.PHONY: help run loopback test tests lint format bench soundfont prepare prepare-dev clean

help:
	@echo "make run        install what is missing and start Cadenza"
	@echo "make loopback   a Discord on this computer with the bot in it, to be tried by hand"
	@echo "make test       lint, types, floors and all tests, from nothing"
	@echo "make lint       ruff, mypy and import-linter alone"
	@echo "make bench      measure the whole way of a request (benchmarks/)"
	@echo "make soundfont  install a better General MIDI SoundFont (140 MB)"

run: prepare
	@exec $(BIN)/cadenza run $(ARGS)

loopback: prepare
	@exec $(BIN)/cadenza-loopback --run $(ARGS)

# lint runs beside the tests, which often wait for something
test:
	@$(MAKE) --no-print-directory -j2 lint tests

# two processes, with one thread for arithmetic each: more would wait for each other. The programs that tests start
# are compiled once, also where somebody has switched that off
tests: prepare-dev
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 $(ARGS)

lint: prepare-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: prepare-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: prepare
	$(BIN)/python -m benchmarks.end_to_end $(ARGS)

soundfont:
	@.ci/prepare soundfont

prepare:
	@.ci/prepare run

prepare-dev:
	@.ci/prepare dev

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
