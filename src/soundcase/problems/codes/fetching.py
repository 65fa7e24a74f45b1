"""Codes of downloading clips."""

from __future__ import annotations

from soundcase.problems.codes.code import error

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
