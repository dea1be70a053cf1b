"""What is measured while a server runs, declared in one place; `/metrics` shows it as Prometheus reads it."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


@dataclass(frozen=True)
class Declared:
    """One metric: its name and kind, what it tells, its labels, and the buckets of a histogram."""

    name: str
    kind: type[Counter | Gauge | Histogram]
    text: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = QUICK


REQUESTS = Declared("ledger_http_requests_total", Counter, "Requests answered (请求数).", ("route", "status"))
REQUEST_SECONDS = Declared("ledger_http_request_seconds", Histogram, "Seconds a request took (请求耗时).", ("route",))
COMMANDS = Declared(
    "ledger_commands_total",
    Counter,
    "Commands: accepted, repeated, or a code (命令数).",
    ("outcome",),
)
COMMAND_SECONDS = Declared("ledger_command_seconds", Histogram, "Seconds a command took in the bus (命令耗时).")
APPEND_SECONDS = Declared("ledger_append_seconds", Histogram, "Seconds from handing over to on disk (写入耗时).")
APPEND_BATCH = Declared(
    "ledger_append_batch_commands", Histogram, "Commands in one append, by group commit (每批命令数).", buckets=SIZES
)
READERS_BUSY = Declared("ledger_readers_busy", Gauge, "Lent connections of the reader pool (在用只读连接).")
READERS_SIZE = Declared("ledger_readers_size", Gauge, "Connections that the reader pool may lend (只读连接上限).")
READER_WAIT = Declared("ledger_reader_wait_seconds", Histogram, "Seconds until a connection was lent (等待连接耗时).")
POSITION = Declared("ledger_position", Gauge, "The last position of the record (台账位置).")
VIEWS_LAG = Declared("ledger_views_lag_positions", Gauge, "Positions that a view is behind (视图落后).", ("view",))
VIEWS_STOPPED = Declared("ledger_view_stopped", Gauge, "1 where a view stands at an event (视图停止).", ("view",))
ROW_VERSIONS = Declared(
    "ledger_view_row_versions",
    Gauge,
    "Row versions written, by the database's statistics (行版本数).",
    ("view",),
)
PROJECTOR_LEADS = Declared("ledger_projector_leads", Gauge, "1 where this process keeps the views (本进程投影).")
PROCESS_POSITION = Declared(
    "ledger_process_position", Gauge, "How far a process of the ledger's own has read (流程位置).", ("process",)
)
PROCESS_STOPPED = Declared("ledger_process_stopped", Gauge, "1 where a process has stopped (流程停止).", ("process",))

DECLARED = tuple(value for value in list(globals().values()) if isinstance(value, Declared))
"""Every metric there is, in the order of the page."""


class Metrics:
    """The metrics of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._made = {declared.name: self._make(declared) for declared in DECLARED}
        self._children: dict[tuple[str, ...], Counter | Gauge | Histogram] = {}

    def _make(self, declared: Declared) -> Counter | Gauge | Histogram:
        if declared.kind is Histogram:
            return Histogram(
                declared.name, declared.text, declared.labels, registry=self.registry, buckets=declared.buckets
            )
        return declared.kind(declared.name, declared.text, declared.labels, registry=self.registry)

    def count(self, declared: Declared, *labels: str) -> None:
        """One more."""
        counter = self._child(declared, labels)
        assert isinstance(counter, Counter)
        counter.inc()

    def took(self, declared: Declared, value: float, *labels: str) -> None:
        """So many seconds, or so many at a time."""
        histogram = self._child(declared, labels)
        assert isinstance(histogram, Histogram)
        histogram.observe(value)

    def stands(self, declared: Declared, value: float, *labels: str) -> None:
        """It is so much now."""
        gauge = self._child(declared, labels)
        assert isinstance(gauge, Gauge)
        gauge.set(value)

    def _child(self, declared: Declared, labels: tuple[str, ...]) -> Counter | Gauge | Histogram:
        """The metric under these labels; finding it among its siblings takes longer than counting."""
        key = (declared.name, *labels)
        child = self._children.get(key)
        if child is None:
            made = self._made[declared.name]
            child = self._children[key] = made.labels(*labels) if labels else made
        return child

    def forget(self, declared: Declared) -> None:
        """Drop what was said under its labels: what is gone is no longer shown."""
        self._made[declared.name].clear()
        self._children = {key: child for key, child in self._children.items() if key[0] != declared.name}
