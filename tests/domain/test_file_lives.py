"""A file is discarded only while nothing ever had it; an attachment is withdrawn and restored by its own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from ledger.domain.attachment import Attachment, AttachmentAdded, AttachmentKind, Content, Subject
from ledger.domain.attachment import AttachmentRestored as Restored
from ledger.domain.attachment import AttachmentWithdrawn as Withdrawn
from ledger.domain.stored_file import FileAttached, FileDiscarded, FileUploaded, StoredFile, Use
from ledger.values.actor import Actor, Role
from tests.domain.lives import Life, people

DIGEST = "a" * 64
objects = st.sampled_from(["one", "two", "three"])


class FileLife(Life):
    """Uploads, attachments and cleaning in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.file = StoredFile(UUID(int=8))

    @rule(by=people, object=objects)
    def upload(self, by: Actor, object: str) -> None:
        assert self.attempt("upload", DIGEST, 5, "application/pdf", object, "230599", by=by) is None

    @rule(by=people, attachment=st.integers(1, 4).map(lambda n: UUID(int=n)))
    def attach(self, by: Actor, attachment: UUID) -> None:
        kept, uploaded = self.file.object is not None, by.id in self.file.uploaders
        refused = self.attempt("attach", attachment, Use("Hazard", UUID(int=99), "a.pdf"), by=by)
        assert (refused is None) == (kept and uploaded)

    @precondition(lambda self: self.file.uses)
    @rule(by=people, which=st.integers(0, 9), back=st.booleans())
    def detach(self, by: Actor, which: int, back: bool) -> None:
        attachment = sorted(self.file.uses)[which % len(self.file.uses)]
        assert self.attempt("reattach" if back else "detach", attachment, by=by) is None

    @rule(by=people, object=objects, hours=st.integers(0, 30))
    def discard(self, by: Actor, object: str, hours: int) -> None:
        self.attempt("discard", object, self.now - timedelta(hours=hours), by=by)

    @invariant()
    def what_an_event_names_is_never_discarded(self) -> None:
        named = False
        kept: str | None = None
        for event in self.file.pending:
            if isinstance(event, FileUploaded):
                assert kept in {None, event.object}, "the same content is one object"
                kept = event.object
            if isinstance(event, FileAttached):
                assert kept is not None
                named = True
            if isinstance(event, FileDiscarded):
                assert not named
                assert event.object == kept
                kept = None
        assert self.file.object == kept


class AttachmentLife(Life):
    """One file at one thing."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.attachment = Attachment(UUID(int=8))

    @initialize(by=people)
    def add(self, by: Actor) -> None:
        subject, content = Subject("Hazard", UUID(int=9), "230599", None), Content(DIGEST, 5, "application/pdf")
        refused = self.attempt("add", subject, content, "a.png", AttachmentKind.PHOTO, by=by)
        assert refused == "NAME_DOES_NOT_FIT"
        self.attachment.add(subject, content, "a.PDF", AttachmentKind.DOCUMENT, by=by, at=self.now)

    @rule(by=people)
    def withdraw(self, by: Actor) -> None:
        self.attempt("withdraw", "w", by=by)

    @rule(by=people)
    def restore(self, by: Actor) -> None:
        self.attempt("restore", "w", by=by)

    @invariant()
    def it_goes_back_and_forth_by_its_own(self) -> None:
        withdrawn = False
        added = self.happened(AttachmentAdded)
        for event in self.attachment.pending:
            if isinstance(event, Withdrawn | Restored):
                assert event.actor.department == added[0].department or event.actor.role is Role.HEAD
                assert isinstance(event, Withdrawn) is not withdrawn
                withdrawn = not withdrawn
        assert self.attachment.withdrawn is withdrawn


SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestFileLife = FileLife.TestCase
TestFileLife.settings = SETTINGS
TestAttachmentLife = AttachmentLife.TestCase
TestAttachmentLife.settings = SETTINGS
