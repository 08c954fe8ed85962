"""One run of the pipeline: which steps are done, which are to do, and what the checks have set aside.

The flow asks a `Run` to do a stage; the run looks every step up in the manifest, sends what is missing to the workers
as Prefect task runs, and records what they wrote.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from expectations.suites.accounts import STAGE_TABLES
from expectations.verdict import Verdict
from flows import checks, publish, work
from flows.limits import Limits
from flows.lock import locked
from flows.manifest import Manifest, Step, code_version, digest_of, file_digest
from flows.plan import Batch, ingest_facts, plan_batches
from flows.pools import open_pools
from flows.progress import StageProgress
from flows.settings import STAGE_CONFIGS, Settings
from newsquotes.errors import NewsquotesError
from newsquotes.export import MANIFEST as DATASET_MANIFEST
from newsquotes.ingest import Source

Reads = Mapping[str, Sequence[str]]
"""Tables that a step reads, by the stage that wrote them."""

WRITES: Reads = {stage: tables for stage, tables in STAGE_TABLES.items() if stage != "export"}
"""Tables that each stage writes; a later writer of a table replaces an earlier one, but `rejects` add up."""

MOST_MERGES = 4
MOST_REASONS = 3
NOTHING_LEFT = frozenset({"there_are_documents", "there_are_articles"})
"""Rules that stop a run because every input was left out."""
MANY_UNITS = 8
"""Units from which on a corpus is large, so that work on the whole of it is done alone."""
RUN_CODE = (*(module for module, _ in STAGE_CONFIGS.values()), "expectations.gate", "flows.checks", "flows.publish")


class QualityError(NewsquotesError):
    """The checks stopped the run; the last good dataset is as it was."""


class Future(Protocol):
    """A promise of what a step has written."""

    def result(self) -> work.Written:
        """Wait for it; raises what the work raised."""


class Submit(Protocol):
    """Sends a step to a worker process, as a task of `stage` that is called `label`."""

    def __call__(
        self, stage: str, label: str, pool: str, work: Callable[..., work.Written], arguments: Sequence[Any]
    ) -> Future:
        """The promise of what `work(*arguments)` writes."""


@dataclass(frozen=True, slots=True)
class Job:
    """One step that may have to be done: its name and key in the manifest, and the arguments of the work."""

    name: str
    key: str
    arguments: Sequence[Any]


@dataclass(slots=True)
class Run:
    """The state of one run.

    `units` are the pieces that stages work on, `merge` the folder of the last dedupe, `set_aside` the primary keys
    that the checks took out, by table, `used` the steps that the result rests on, and `worked` those of them that
    this run had to do, by stage.
    """

    settings: Settings
    batches: Sequence[Batch]
    manifest: Manifest
    progress: StageProgress
    submit: Submit
    now: datetime
    units: list[str] = field(default_factory=list)
    merge: str = "all"
    set_aside: dict[str, list[int]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    used: dict[str, Step] = field(default_factory=dict)
    worked: dict[str, int] = field(default_factory=dict)

    def ingest(self) -> None:
        """Read every batch; what comes out is cut into `units`."""
        batch_of = {f"ingest/{batch.name}": batch for batch in self.batches}
        jobs = []
        for name, batch in batch_of.items():
            sources = [(each.path, each.uri) for each in batch.inputs]
            arguments = (self.settings.interim, batch.name, sources, self._config("ingest"), self.settings.batch_size)
            jobs.append(Job(name, self._stage_key("ingest", [each.identity for each in batch.inputs]), arguments))
        steps = self._do("ingest", work.ingest_batch, jobs, lambda name, facts: ingest_facts(batch_of[name], facts))
        self.units = [unit for step in steps for unit in step.facts["units"]]

    def clean(self) -> None:
        """Turn documents into articles, without the lines that recur on a site."""
        self._do_units("clean", work.draft_unit, {"ingest": ("documents",)}, self.settings.limits, folder="draft")
        drafts = [self._read_digests(unit, {"draft": ("articles",)}) for unit in self.units]
        arguments = (self.settings.interim, self.units)
        self._do("clean", work.count_units, [Job("repeats/all", self._stage_key("clean", drafts), arguments)])
        reads = {"draft": ("articles", "removed_lines", "rejects")}
        self._do_units("clean", work.clean_unit, reads, depends=self._repeats)

    def _repeats(self, unit: str) -> list[str]:
        """What a unit depends on of the counts: the lines that recur on its own sites."""
        return work.read_repeats(self.settings.interim, unit, self._config("clean")).write_ndjson().splitlines()

    def annotate(self) -> None:
        """Annotate the sentences that matter."""
        self._do_units("annotate", work.annotate_unit, {"clean": ("articles",)})

    def extract(self) -> None:
        """Find the quotations."""
        self._do_units("extract", work.extract_unit, {"clean": ("articles",), "annotate": ("annotations",)})

    def attribute(self) -> None:
        """Name the speakers."""
        reads = {"clean": ("articles",), "annotate": ("annotations",), "extract": ("quotations",)}
        self._do_units("attribute", work.attribute_unit, reads)

    def dedupe(self) -> None:
        """Merge the printings of each quote over all units, after the copies of an article have been found."""
        self._group_copies()
        reads = {"clean": ("articles",), "attribute": ("quotations",)}
        name = f"dedupe/{self.merge}"
        digests = [self._read_digests(unit, reads) for unit in self.units]
        inputs = [digests, self._aside(), _tables_of_speakers(self.settings), work.MERGE_FACTS]
        keys = {basis: self._stage_key("dedupe", *inputs, basis) for basis in self._bases(name)}
        basis = next((basis for basis, key in keys.items() if self.manifest.find(name, key)), self._basis_now())
        job = Job(
            name,
            keys[basis],
            (
                self.settings.interim,
                self.merge,
                self.units,
                self._config("dedupe"),
                self.set_aside,
                self.settings.dataset.resolve() if basis else None,
                self.settings.known_speakers,
                self.settings.speaker_aliases,
            ),
        )
        self._do("dedupe", work.dedupe_units, [job], lambda _, facts: {**facts, "basis": basis}, pool=self._whole())

    def _group_copies(self) -> None:
        """Find the articles that several outlets carried; apart from merging, since it needs all words of all."""
        digests = [self._read_digests(unit, {"clean": ("articles",)}) for unit in self.units]
        set_aside = self._only_aside("articles")
        arguments = (self.settings.interim, self.units, set_aside)
        job = Job("syndication/all", self._stage_key("dedupe", digests, set_aside), arguments)
        self._do("syndicate", work.syndicate_units, [job], pool=self._whole())

    def _only_aside(self, table: str) -> dict[str, list[int]]:
        """What the checks have set aside of one table."""
        return {table: self.set_aside[table]} if table in self.set_aside else {}

    def _whole(self) -> str:
        """The pool for work on the whole corpus."""
        return "alone" if len(self.units) >= MANY_UNITS else "whole"

    def _basis_now(self) -> str:
        """A hash of the dataset whose ids live on; empty if there is none."""
        manifest = self.settings.dataset / DATASET_MANIFEST
        return file_digest(manifest) if manifest.is_file() else ""

    def _bases(self, name: str) -> list[str]:
        """The datasets whose ids may live on: the one that the last merge went by, whose result is published by now or
        still to be published, then the published one."""
        last = self.manifest.steps.get(name)
        return list(dict.fromkeys([*([last.facts.get("basis", "")] if last else []), self._basis_now()]))

    def check(self, stage: str) -> None:
        """Check what `stage` wrote; set failing rows aside, or stop the run when too many fail a critical rule."""
        failing = self._check(stage, stage)
        while stage == "dedupe" and failing:
            failing = self._merge_without_failing()

    def _merge_without_failing(self) -> dict[str, list[int]]:
        """Merge and check again without the printings behind failing quotes and speakers, so that counts are true."""
        checked = "dedupe" if self.merge == "all" else self.merge
        rejects = pl.read_parquet(self.settings.interim / "check" / checked / "rejects.parquet")
        printings = rejects["quotation_id"].drop_nulls().to_list()
        self.set_aside["quotations"] = sorted({*self.set_aside.get("quotations", ()), *printings})
        for table in WRITES["dedupe"]:
            self.set_aside.pop(table, None)
        merges = 1 + sum(name.startswith("dedupe/") for name in self.used)
        if merges > MOST_MERGES:
            self.report()
            raise QualityError(f"rows still fail after {MOST_MERGES} merges; {self.settings.quality} shows which")
        self.merge = f"dedupe-{merges}"
        self.dedupe()
        return self._check("dedupe", self.merge)

    def _check(self, stage: str, name: str) -> dict[str, list[int]]:
        """The keys that the suites of `stage` set aside; the result lies in the folder `check/<name>`."""
        facts = self._facts(stage)
        tables = self._export_tables() if stage == "export" else self._tables_so_far()
        key = digest_of(code_version("flows.checks"), self._digests(), self._aside(), facts)
        arguments = (self.settings.interim, stage, name, tables, self.set_aside, facts, self.now)
        (step,) = self._do("check", checks.check_tables, [Job(f"check/{name}", key, arguments)], pool="checks")
        failing: dict[str, list[int]] = step.facts["set_aside"]
        for table, keys in failing.items():
            self.set_aside[table] = sorted({*self.set_aside.get(table, ()), *keys})
        self.verdicts.append(checks.read_verdict(self.settings.interim, name))
        if self.verdicts[-1].stops:
            self.report()
            raise QualityError(_why_it_stops(self.verdicts[-1], self._left_out(), self.settings))
        return failing

    def _left_out(self) -> pl.DataFrame:
        """How many inputs and documents each rule has left out so far, most first, each with one of its reasons."""
        names_itself = pl.col("reason").str.contains(pl.col("source_uri"), literal=True)
        named = pl.format("{}: {}", "source_uri", "reason")
        one = pl.when(names_itself).then("reason").otherwise(pl.coalesce(named, "reason")).min().alias("one")
        rejects = pl.scan_parquet(self._tables_so_far()["rejects"])
        counted = rejects.filter(pl.col("quotation_id").is_null()).group_by("rule").agg(pl.len().alias("count"), one)
        return counted.sort("count", "rule", descending=[True, False]).collect()

    def export(self) -> None:
        """Write the dataset aside, as a whole."""
        key = digest_of(code_version("flows.publish"), self._digests(), self._aside())
        tables = {name: tuple(paths) for name, paths in self._tables_so_far().items()}
        arguments = (self.settings.interim, tables, self.set_aside)
        self._do("export", publish.export_dataset, [Job("export/all", key, arguments)], pool=self._whole())

    def publish(self) -> None:
        """Put the dataset in the place of the last one."""
        key = self.used["export/all"].digest
        arguments = (self.settings.interim, self.settings.dataset)
        self._do("publish", publish.publish_export, [Job("publish/all", key, arguments)], pool="checks")

    def report(self) -> None:
        """Write the data-quality report of what has been done so far."""
        checked = [name.removeprefix("check/") for name in self.used if name.startswith("check/")]
        key = digest_of(code_version("flows.checks"), self._digests())
        tables = self._export_tables() if "export/all" in self.used else self._tables_so_far()
        where = (self.settings.interim, self.settings.quality)
        arguments = (*where, checked, tables, self.set_aside, f"{self.now:%Y-%m-%d %H:%M} UTC")
        self._do("report", checks.write_report, [Job("report/all", key, arguments)], pool="checks")

    def finish(self) -> None:
        """Note that everything is done, and delete what nothing rests on any more."""
        done = Step("run/all", run_key(self.settings, self.batches), {}, {"used": sorted(self.used)})
        self.manifest.record(done)
        self.manifest.keep_only([*self.used, done.name])

    def _do_units(
        self,
        stage: str,
        do_unit: Callable[..., work.Written],
        reads: Reads,
        *limits: Limits,
        folder: str | None = None,
        depends: Callable[[str], object] = lambda _: (),
    ) -> None:
        """Do a stage for every unit; `folder` is where it writes, `depends` what else the result rests on."""
        jobs = []
        for unit in self.units:
            set_aside = self._set_aside_in(unit, reads)
            rests_on = (self._read_digests(unit, reads), sorted(set_aside.items()), depends(unit))
            key = self._stage_key(stage, *rests_on, *map(repr, limits))
            arguments = (self.settings.interim, unit, self._config(stage), set_aside, *limits)
            jobs.append(Job(f"{folder or stage}/{unit}", key, arguments))
        self._do(stage, do_unit, jobs)

    def _do(
        self,
        stage: str,
        do_one: Callable[..., work.Written],
        jobs: Sequence[Job],
        facts: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda _, facts: facts,
        pool: str = "stage",
    ) -> list[Step]:
        """Do the jobs that are not done, and return the steps of all of them, in order."""
        found = {job.name: self.manifest.find(job.name, job.key) for job in jobs}
        missing = [job for job in jobs if found[job.name] is None]
        label = f"check {jobs[0].name.removeprefix('check/')}" if stage == "check" else stage
        with self.progress.stage(label, total=len(jobs), done=len(jobs) - len(missing)) as bar:
            futures = [
                (job, self.submit(stage, _numbered(label, number, len(missing)), pool, do_one, job.arguments))
                for number, job in enumerate(missing, 1)
            ]
            for job, future in futures:
                written = future.result()
                done = Step(job.name, job.key, written.outputs, facts(job.name, written.facts))
                found[job.name] = self.manifest.record(done)
                bar.advance()
        steps = [step for job in jobs if (step := found[job.name]) is not None]
        self.used |= {step.name: step for step in steps}
        self.worked[label] = len(missing)
        return steps

    def _facts(self, stage: str) -> dict[str, int]:
        """What the suites of a stage need to know besides the tables, see `expectations.rule.Scope`."""
        inputs = {"inputs": len({each.uri for batch in self.batches for each in batch.inputs})}
        if stage == "clean":
            return {**inputs, "articles_found": self._n_found("draft", "articles")}
        if stage == "attribute":
            return {**inputs, "quotations_found": self._n_found("extract", "quotations")}
        if stage == "dedupe":
            merged = self.used[f"dedupe/{self.merge}"].facts
            unmatched = len(merged["unmatched_names"])
            return {**inputs, **{name: merged[name] for name in work.MERGE_FACTS}, "unmatched_names": unmatched}
        return inputs

    def _n_found(self, folder: str, table: str) -> int:
        """How many rows of a table a stage has written for all units, without those set aside since."""
        written: int = sum(self.used[f"{folder}/{unit}"].facts[table] for unit in self.units)
        return written - len(self.set_aside.get(table, ()))

    def _config(self, stage: str) -> Any:
        return self.settings.stages[stage]

    def _stage_key(self, stage: str, *inputs: object) -> str:
        """What a step of `stage` depends on: its code, its parameters and its inputs."""
        return digest_of(code_version(STAGE_CONFIGS[stage][0]), repr(self._config(stage)), inputs)

    def _aside(self) -> list[tuple[str, list[int]]]:
        return sorted(self.set_aside.items())

    def _digests(self) -> list[tuple[str, str]]:
        """What every stage so far has written, as hashes; reports and publication aside."""
        return [(name, self.used[name].digest) for name in sorted(self.used)]

    def _read_digests(self, unit: str, reads: Reads) -> list[str]:
        digests = []
        for stage, tables in reads.items():
            step = self.used[f"ingest/{unit.rsplit('.', 1)[0]}" if stage == "ingest" else f"{stage}/{unit}"]
            digests += [step.outputs[f"{stage}/{unit}/{table}.parquet"] for table in tables]
        return digests

    def _set_aside_in(self, unit: str, reads: Reads) -> dict[str, list[int]]:
        """The keys set aside that are in this unit, so that those of other units do not make it work again."""
        found = {}
        for table, stage in ((table, stage) for stage, tables in reads.items() for table in tables):
            if keys := self.set_aside.get(table):
                key = pl.col(work.key_of(table))
                rows = pl.scan_parquet(self.settings.interim / stage / unit / f"{table}.parquet").select(key)
                if here := rows.filter(key.is_in(keys)).collect().to_series().to_list():
                    found[table] = sorted(here)
        return found

    def _tables_so_far(self) -> dict[str, list[Path]]:
        """The files of each table: those of the last stage that wrote it; all of them for `rejects`."""
        tables: dict[str, list[Path]] = {}
        for stage, names in WRITES.items():
            units = [self.merge] if stage == "dedupe" else self.units
            if not units or (f"{stage}/{units[0]}" not in self.used and stage != "ingest"):
                continue
            for name in names:
                paths = [self.settings.interim / stage / unit / f"{name}.parquet" for unit in units]
                tables[name] = [*tables.get(name, []), *paths] if name == "rejects" else paths
        tables["rejects"] = [*tables.get("rejects", []), *self._rejects_of_checks()]
        return tables

    def _rejects_of_checks(self) -> list[Path]:
        return [
            self.settings.interim / name / "rejects.parquet" for name in sorted(self.used) if name.startswith("check/")
        ]

    def _export_tables(self) -> dict[str, list[Path]]:
        return publish.exported_files(self.settings.interim)


def _numbered(label: str, number: int, total: int) -> str:
    return f"{label} {number} of {total}" if total > 1 else label


def _why_it_stops(verdict: Verdict, left_out: pl.DataFrame, settings: Settings) -> str:
    """The rules that stop the run, why nothing is left if that is it, what became of the dataset, where to look."""
    failed = [result for result in verdict.results if result.stops]
    named = ", ".join(f"{result.table}.{result.rule}" for result in failed)
    nothing_left = any(result.rule in NOTHING_LEFT for result in failed)
    why = _what_was_left_out(left_out) if nothing_left else ""
    dataset = "the last good dataset is as it was" if settings.dataset.exists() else "no dataset was made"
    shown = f"{settings.quality / 'index.html'} shows {'each of them' if nothing_left else 'the failing rows'}"
    return f"the checks after {verdict.stage} stopped the run: {named}{why}; {dataset}, and {shown}"


def _what_was_left_out(left_out: pl.DataFrame) -> str:
    """The rules that left inputs and documents out, with how many, and one example of the commonest.

    `: nothing is left (2 empty_file, 1 binary_file), for instance a.txt: the file is empty`
    """
    rules = ", ".join(f"{count} {rule}" for rule, count, _ in left_out.head(MOST_REASONS).iter_rows())
    return f": nothing is left ({rules}), for instance {left_out['one'][0]}" if left_out.height else ""


def _tables_of_speakers(settings: Settings) -> list[str]:
    """Hashes of the user's tables of speakers; empty for one that is not given."""
    return [file_digest(path) if path else "" for path in (settings.known_speakers, settings.speaker_aliases)]


def run_key(settings: Settings, batches: Sequence[Batch]) -> str:
    """What a whole run depends on: its inputs, every stage's code and every parameter."""
    inputs = sorted(each.identity for batch in batches for each in batch.inputs)
    code = [code_version(module) for module in RUN_CODE]
    stages, limits = repr(sorted(settings.stages.items())), repr(settings.limits)
    return digest_of(inputs, code, stages, limits, _tables_of_speakers(settings))


def is_up_to_date(settings: Settings, sources: Sequence[Source]) -> bool:
    """Whether a finished run has done exactly this, and everything it wrote is still there unharmed."""
    manifest = Manifest(settings.interim)
    done = manifest.find("run/all", run_key(settings, _plan(settings, sources, manifest)))
    used = [manifest.steps.get(name) for name in done.facts["used"]] if done else []
    return done is not None and all(step is not None and manifest.is_whole(step) for step in used)


def _plan(settings: Settings, sources: Sequence[Source], manifest: Manifest) -> list[Batch]:
    return plan_batches(sources, manifest, batch_size=settings.batch_size, workers=settings.workers)


@contextmanager
def open_run(settings: Settings, sources: Sequence[Source], now: datetime, submit: Submit) -> Iterator[Run]:
    """A run on `settings.data_dir`; nobody else works in that folder meanwhile."""
    with locked(settings.data_dir), open_pools(settings.workers) as pools, StageProgress() as progress:
        manifest = Manifest(settings.interim)
        batches = _plan(settings, sources, manifest)
        if settings.force:
            manifest.forget_all()
        try:
            yield Run(settings, batches, manifest, progress, submit, now)
        except KeyboardInterrupt:
            pools.abandon()
            raise
        except BaseException:
            pools.drop_queued()
            raise
