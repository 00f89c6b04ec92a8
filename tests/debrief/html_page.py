"""Reads a page as strictly as a test needs: what is open, what is linked, what a reader of the screen would hear."""

from html.parser import HTMLParser

EMPTY = {"meta", "br", "hr", "img", "input", "link"}
SHAPES = {"path", "circle", "rect", "line", "use"}


class Page(HTMLParser):
    """Tags, attributes, headings and text of a page; AssertionError if a tag is closed that is not open."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in {tag}"
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in EMPTY | SHAPES, f"{tag} is no empty tag"
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open[-1:] == [tag], f"{tag} is not open"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2", "h3", "h4"):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All text, white space made one blank."""
        return " ".join(" ".join(self.words).split())

    def values(self, *names: str) -> list[str]:
        """All values of attributes."""
        return [value or "" for _, attrs in self.tags for name, value in attrs.items() if name in names]
