"""Codes of what commands do: make and publish the site, begin projects, download clips."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

BUILDING = (
    error(
        "output-not-ours",
        "the output folder holds other files",
        """Only a folder that is new, empty or made by an earlier build is written to, so that nothing of
        yours is ever deleted. Choose another folder with `-o`, or empty this one yourself. Of archives
        (`--zip`), only one that an earlier build made is replaced.""",
    ),
    error(
        "output-overlaps",
        "the output folder is part of the project's sources",
        "The site would be written among its own sources. Choose another folder with `-o`.",
    ),
    error(
        "cannot-write",
        "a folder that cannot be written",
        """The disk is full, or the folder is read-only. A site that was published before is still whole; a new
        project is not there at all.""",
    ),
    error(
        "archive-too-large",
        "an archive that no choice of encodes brings under its limit",
        """Every clip was made as small as `--max-size` may make it, and that was not enough. The message says
        by how much, the hint what weighs most: pictures, videos and files to download are never changed. Leave
        some out, or raise the limit.""",
    ),
    error(
        "unportable-name",
        "a name that not every system can unpack",
        """An archive has to open on Windows too: no name of a device (`con`, `aux`), no `:` or `?`, no two
        names that differ only in case, no path over 200 characters. Give the task or example another id.""",
    ),
    error(
        "template-error",
        "a template fails",
        """A file under `templates/` overrides one of the theme and has a mistake. Remove it to get the theme's
        own back.""",
    ),
    error(
        "leak",
        "a name, an address or a word that tells who made an anonymous site",
        """`build-site --anonymous` looks through everything that it has made, and publishes nothing that says a
        name of the catalogue or of this machine. Write the text otherwise, take the word out of the file, or
        name it under `anonymous` in the catalogue: `redact` puts a mark in its place, also in what models
        gave, and `allow` lets it stay where it tells nothing.""",
    ),
    error(
        "unclean-file",
        "a file of an anonymous site whose metadata cannot be taken out",
        """Files carry names: of whoever made them, of programs, of folders. `build-site --anonymous` takes them
        out of sound, pictures and videos without changing a sample or a pixel. For a file of this kind nobody
        can promise that. Convert it, or leave it out.""",
    ),
    warning(
        "large-file",
        "a published file over 25 MB",
        """GitHub takes at most 25 MB through its web page, warns from 50 MB and refuses 100 MB; readers on
        phones wait. Encode the clip, or cut it.""",
    ),
    error(
        "too-large-file",
        "a published file that the host refuses",
        """GitHub refuses files over 100 MB; other hosts, which `publish: {host: …}` names, have limits of their
        own. Encode the clip, cut it, or publish elsewhere.""",
        adjustable=True,
    ),
    error(
        "too-many-files",
        "more files than the host takes",
        """The host that `publish: {host: …}` names takes so many files, or so many in one folder, and no more.
        Each clip is a file, and each encode of it. Show fewer examples, or choose another host.""",
        adjustable=True,
    ),
    warning(
        "page-weight",
        "a page that loads much before anybody presses play",
        """Pictures, styles and texts of one page are over 1 MB together. The message names the largest.
        `build-site check` estimates the texts, within a quarter.""",
    ),
    warning(
        "site-size",
        "a site that is too large for its host",
        """GitHub Pages and GitLab publish at most 1 GB; others, which `publish: {host: …}` names, may have no
        such limit. The message names the largest files.""",
    ),
)

IMPORTING = (
    error(
        "init-target",
        "a folder for a new project that is not empty",
        """`build-site init` makes a project in a folder that is new or empty, so that nothing of yours is ever
        overwritten. A repository without any file, in which `.git` stands alone, counts as empty.""",
    ),
    error(
        "import-source",
        "a source that cannot be imported",
        """`build-site import` takes a page (HTML or Markdown: the file, or the folder it lies in), results
        (JSONL, JSON, CSV or TSV, also gzipped), result files of many tools, or a folder of clips. `--as` says
        which, where that is not found out.""",
    ),
    error(
        "import-target",
        "a target folder that is not empty",
        """Importing and exporting make a new folder and never overwrite anything. Choose another one, with
        `-o` where it is a project; a `.git` alone may be in that.""",
    ),
    error(
        "import-scripted",
        "a page whose content is drawn by scripts",
        """The page's file holds no players: scripts put them there when a browser opens it, or a template fills
        in their addresses (`{{ … }}`, `:src`). Open the page, save it as a complete page once everything is
        shown, and import that file; or import the data it is made from.""",
    ),
    error(
        "import-nothing",
        "a source without a single example",
        "An empty catalogue helps nobody, so nothing was written.",
    ),
    error(
        "import-record",
        "a record that cannot be read",
        """Results are read as one JSON object a line, a JSON array of objects, or a table with a heading. The
        message says what is wrong with this one.""",
    ),
    error(
        "import-field",
        "a field that is not found",
        """Which field means what is guessed from its name. Say it with `--map role=field`, for example
        `--map output=answer --map prompt=question`. A source that holds no outputs of a model (a data set, a
        list of what is right) is refused: name the files or folders with the outputs beside it.""",
    ),
)

FETCHING = (
    error(
        "fetch-two-sources",
        "one clip with two addresses or two digests",
        """A clip is one file under `data/audio/`, so it can come from one place only. Where two entries name
        the same file with different `url` or `sha256`, nobody can say which is meant, and it is not
        downloaded. Mend one of them, or give the clips two names.""",
    ),
    error(
        "fetch-unreachable",
        "a server that cannot be reached",
        """The name is not known, nobody answers, the connection is not safe (TLS), or a proxy stands in the
        way. Without a network nothing can be fetched; what was there before stays. Proxies are taken from
        `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`.""",
    ),
    error(
        "fetch-private",
        "an address inside the network that fetch runs in",
        """The host, or the one that it leads on to, is this machine, a private network or the inside of a
        cloud. A catalogue that somebody sent could ask there what only you may read, so nothing is asked. For
        a server of your own there is `build-site fetch --allow-private`.""",
    ),
    error(
        "fetch-refused",
        "an address that gives no file",
        """The server answered with an error: the file is not there, needs a login, or there were too many
        requests. Answers that may pass (408, 425, 429 and those of 500 and above) are asked for again,
        after the time that the server names.""",
    ),
    error(
        "fetch-redirect",
        "an address that leads where downloads do not follow",
        """Redirects are followed ten times at most, to `http` and `https` only, and never from `https` to
        `http`, where anybody on the way could change the file. Write the address where the file finally
        is.""",
    ),
    error(
        "fetch-too-large",
        "a download over the limit",
        """No more than `--max-size` is taken for one clip (1 GB if not set), whatever the server promises or
        sends.""",
    ),
    error(
        "fetch-digest",
        "a download that is not the file that was meant",
        """The `sha256` in the catalogue is the digest of the right file. What came has another one, so it
        was thrown away and the file in `data/audio/` stays as it was. Perhaps the original was changed
        since: listen to it, then correct the digest.""",
    ),
    error(
        "fetch-incomplete",
        "a download that does not come to its end",
        """The connection broke or stood still again and again. What came is kept: the next `build-site
        fetch` goes on from there, where the server allows it.""",
    ),
    error(
        "fetch-unwritable",
        "a clip that cannot be put into its place",
        """The disk is full, the folder is read-only, or something that is not a file has the clip's name.""",
    ),
)

FROM_PYTHON = (
    error(
        "unfit-value",
        "a value that no page can take",
        """A program gave samples that cannot be a clip, or named a column that is not there. Samples are
        `(wave, rate)`, with the rate in Hz: integers, or floats from −1 to 1, of one channel, or of several
        as `(n, channels)` or `(channels, n)`.""",
    ),
    error(
        "edited-since",
        "a file that was changed since it was saved",
        """`page.save` replaces only what an earlier `page.save` wrote. Take over by hand what was changed, and
        say `page.save(..., overwrite=True)`.""",
    ),
)
