"""Codes of sites that are published: what `build-site check --site` finds."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

SITES = (
    error(
        "site-unreachable",
        "a site whose host cannot be reached",
        """The name is not known, nobody answers, or the connection is not safe (TLS). Proxies are taken from
        `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. After three files in a row the host is left alone.""",
    ),
    error(
        "site-missing",
        "a file of the site that is not there",
        """`soundcase-manifest.json` lists it, and the host has nothing under its name, or the page that it has
        for everything. An upload that broke off, a limit of the host, a name in another case. Publish the
        whole folder again.""",
    ),
    error(
        "site-refused",
        "a file that the host does not give",
        """It answers with an error: the file may not be read, needs a login, or the host is out of order.
        Rights of files, rules of a firewall and quotas do that.""",
    ),
    error(
        "site-incomplete",
        "a file that does not come whole",
        """The connection broke, stood still, or ended before the bytes that were announced; or the file is not
        compressed as its headers say. It was asked for three times.""",
    ),
    error(
        "site-stale",
        "a file that is not the one the build made",
        """Its size or digest is not that in `soundcase-manifest.json`: the site was published only in part,
        files of two builds are mixed, a cache still holds an older file, or something on the way changes
        files (minifying, compressing twice, converting pictures). Publish the whole folder again and empty
        caches.""",
    ),
    error(
        "site-link",
        "a link that leads nowhere",
        """A page of the site refers to a file that is not there, or to an anchor (`#task--example`) that the
        page has not. Links to other hosts are not followed.""",
    ),
    error(
        "site-case",
        "names that differ in case",
        """Most hosts tell `Clip.mp3` from `clip.mp3`; some, and the disks of Windows and macOS, do not. A link
        in another case than its file works on the one and fails on the other.""",
    ),
    error(
        "site-type",
        "a file that is sent as something else",
        """Browsers go by `Content-Type`: a script or a picture (SVG) under a wrong type does nothing, a page
        of another charset shows wrong letters, and clips may stay silent. The page "Deploying" of
        the manual has the lines for nginx.""",
    ),
    error(
        "site-ranges",
        "a host that gives no parts of files",
        """Browsers go to a place in a clip by asking for the bytes from there (`Range`). The host has to
        answer with `206 Partial Content` and say in `Content-Range` which bytes come; without it, a click
        on a waveform begins the clip anew, or Safari plays nothing.""",
    ),
    error(
        "site-redirect",
        "a file that leads to another host",
        """Redirects are followed within the host, and from `http` to `https` at the address that is checked.
        Anything else (another host, back to `http`, a circle) makes readers depend on something that is not
        the site. Where a site has moved, check its new address.""",
    ),
    error(
        "site-soft-404",
        "a page in place of what is not there",
        """The host answers with status 200 for files that nobody has, as is usual for applications of one
        page. Then a missing clip is a page to browsers, search engines list it, and nobody is told. Turn
        that rule off.""",
    ),
    error(
        "site-blocked",
        "something that browsers refuse to show",
        """The host sends a `Content-Security-Policy` that forbids the site's own scripts, styles, pictures or
        clips, has pages saved in place of shown, or keeps `embed/` from being shown in other pages; or a
        page that came encrypted loads something that is not.""",
    ),
    warning(
        "site-unlisted",
        "a site that search engines pass over",
        """`X-Robots-Tag`, a `meta` or `robots.txt` tells them to. That is right for a page under review and
        wrong for one that is to be found.""",
    ),
    warning(
        "site-elsewhere",
        "pages that say they stand at another address",
        """`url` in the catalogue is where previews and search engines look. The site was published below
        another address, or moved.""",
    ),
    warning(
        "site-extra",
        "a file in the folder that is not part of the site",
        """`soundcase-manifest.json` does not list it, so no build made it; it would be published with the
        site. Sites of their own in folders below, and what version control and hosts keep there, are left
        out.""",
    ),
    warning(
        "site-no-manifest",
        "a site without a list of its files",
        """Another program made it, or `soundcase-manifest.json` was not published. Links and anchors are
        checked, and how the host serves files; whether these are the right ones cannot be told.""",
    ),
)
