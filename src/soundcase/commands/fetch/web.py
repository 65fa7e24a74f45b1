"""The web, as far as a download needs it: one request with its redirects, through a proxy where one is set.

Rule 1: whatever goes wrong on the way is a `PermanentError` or a `TransientError` in plain words.
Rule 2: TLS is always verified, against the certificates that this machine trusts.
Rule 3: unless `private` is allowed, each request of a chain of redirects goes to a public address. Behind a
    proxy it is the proxy that connects; what this machine resolves to a private address is not asked of it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout, exceptions
from urllib3.util import make_headers

from soundcase import __version__
from soundcase.commands.fetch.address import PUBLIC_POOLS, PrivateError, resolved
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy, TransientError
from soundcase.problems.phrases import harmless
from soundcase.problems.problem import Fault

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_OFFLINE = "is this machine offline? Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
AGAIN = "run 'build-site fetch' again: it goes on where it stopped"
_UNTRUSTED = "its certificate is none that this machine trusts; SSL_CERT_FILE may name more of them"
_PRIVATE = "if it is a server of your own, allow it: build-site fetch --allow-private"
_FINALLY = "write the address where the file finally is"


@dataclass(slots=True)
class Web:
    """Connections that are kept open and shared by all downloads."""

    retry: RetryPolicy
    jobs: int
    private: bool = False
    """Whether servers that only this network reaches may be asked."""
    _pools: dict[tuple[str, bool], PoolManager] = field(default_factory=dict)
    """By proxy, and by whether TLS is spoken: only then the machine's certificates are read."""
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def opened(self, url: str, headers: Mapping[str, str]) -> Iterator[BaseHTTPResponse]:
        """The answer at the end of all redirects, its body still to come; errors in reading it included."""
        with translated(url):
            response = self._followed(url, headers)
            try:
                yield response
            finally:
                # A body that was not read to its end cannot be followed by another answer.
                response.close()
                response.release_conn()

    @contextmanager
    def answered(self, url: str, headers: Mapping[str, str]) -> Iterator[BaseHTTPResponse]:
        """The answer to one request, its body still to come, also where it leads on; errors as above."""
        with translated(url):
            response = self._asked(url, headers)
            try:
                yield response
            finally:
                response.close()
                response.release_conn()

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def _followed(self, url: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
        here, seen = url, {url}
        for _ in range(self.retry.redirects + 1):
            with translated(here):
                response = self._asked(here, headers)
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or not target:
                return response
            response.close()
            here = _allowed(here, target)
            if here in seen:
                raise PermanentError(_wrong(url, f"leads in a circle, by way of {quoted(here)}"))
            seen.add(here)
        raise PermanentError(_wrong(url, f"leads on more than {self.retry.redirects} times"))

    def _asked(self, url: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
        timeout = Timeout(connect=self.retry.connect, read=self.retry.read)
        own = {"User-Agent": f"soundcase/{__version__}", "Accept-Encoding": "identity", "Accept": "*/*"}
        proxy = proxy_of(url)
        if proxy and not self.private:
            with suppress(OSError, UnicodeError):  # a name that only the proxy knows
                resolved(urlsplit(url).hostname or "", None)
        return self._pool(url, proxy).request(
            "GET",
            url,
            headers={**own, **headers},
            timeout=timeout,
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )

    def _pool(self, url: str, proxy: str) -> PoolManager:
        key = (proxy, "https" in (urlsplit(url).scheme, urlsplit(proxy).scheme))
        with self._lock:
            if key not in self._pools:
                self._pools[key] = self._made(*key)
            return self._pools[key]

    def _made(self, proxy: str, tls: bool) -> PoolManager:  # noqa: FBT001 - a key, taken apart
        context = ssl.create_default_context() if tls else None
        if not proxy:
            pools = PoolManager(maxsize=self.jobs, ssl_context=context)
            if not self.private:
                pools.pool_classes_by_scheme = PUBLIC_POOLS
            return pools
        parts = urlsplit(proxy)
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
        headers = make_headers(proxy_basic_auth=login) if login else None
        try:
            return ProxyManager(proxy, maxsize=self.jobs, proxy_headers=headers, ssl_context=context)
        except (exceptions.HTTPError, ValueError) as error:
            message = f"the proxy {quoted(proxy)} cannot be used: {harmless(str(error))}"
            raise PermanentError(Fault("fetch-unreachable", message, "http and https proxies are")) from error


def proxy_of(url: str) -> str:
    """The proxy that the environment (on macOS also the system) names for an address; empty for none."""
    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def without_login(url: str) -> str:
    """An address without the name and the password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def quoted(url: str) -> str:
    """An address as messages show it: whole, harmless on a terminal, without secrets."""
    try:
        return f"'{harmless(without_login(url))}'"
    except ValueError:
        return f"'{harmless(url)}'"


def _allowed(here: str, target: str) -> str:
    """The target of a redirect; raises PermanentError where it must not be followed."""
    try:
        there = urljoin(here, target)
        scheme, host = urlsplit(there).scheme, urlsplit(there).hostname
    except ValueError:
        scheme, host, there = "", None, target
    if scheme not in ("http", "https") or not host:
        raise PermanentError(_wrong(here, f"leads to {quoted(there)}, which is neither http nor https"))
    if urlsplit(here).scheme == "https" and scheme == "http":
        raise PermanentError(_wrong(here, f"leads from https to {quoted(there)}, which is not encrypted"))
    return there.partition("#")[0]


def _wrong(url: str, what: str) -> Fault:
    return Fault("fetch-redirect", f"{quoted(url)} {what}", _FINALLY)


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn the exceptions of urllib3 into errors that say whether to try again."""
    try:
        yield
    except (exceptions.LocationValueError, exceptions.URLSchemeUnknown, UnicodeError) as error:
        what = f"{quoted(url)} is no address: {_words(error)}"
        raise PermanentError(
            Fault("fetch-refused", what, "addresses begin with https:// or http://")
        ) from error
    except PrivateError as error:
        what = f"{_host(url)} is {quoted(str(error))}, which only this network reaches"
        raise PermanentError(Fault("fetch-private", what, _PRIVATE)) from error
    except exceptions.ProxyError as error:
        name = quoted(proxy_of(url))
        what = f"the proxy {name} does not let through to {quoted(url)}: {_words(error)}"
        raise TransientError(Fault("fetch-unreachable", what, _OFFLINE)) from error
    except (exceptions.SSLError, ssl.SSLError) as error:
        what = f"the connection to {_host(url)} is not safe: {_words(error)}"
        raise PermanentError(Fault("fetch-unreachable", what, _UNTRUSTED)) from error
    except exceptions.NameResolutionError as error:
        what = f"no network address is known for {_host(url)}"
        raise TransientError(Fault("fetch-unreachable", what, _OFFLINE)) from error
    except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError) as error:
        what = f"{_host(url)} cannot be reached: {_words(error)}"
        raise TransientError(Fault("fetch-unreachable", what, _OFFLINE)) from error
    except exceptions.ReadTimeoutError as error:
        raise TransientError(standstill(url)) from error
    except (exceptions.HTTPError, ConnectionError, TimeoutError) as error:
        what = f"the connection broke while {quoted(url)} was on its way"
        raise TransientError(Fault("fetch-incomplete", what, AGAIN)) from error


def standstill(url: str) -> Fault:
    """The fault of a server that sends nothing, or next to nothing."""
    return Fault("fetch-incomplete", f"{_host(url)} stood still while it sent {quoted(url)}", AGAIN)


def _host(url: str) -> str:
    return f"'{harmless(urlsplit(url).netloc.rpartition('@')[2])}'"


def _words(error: BaseException) -> str:
    """The innermost reason, in the words of whoever found it, on one line."""
    while isinstance(error.__cause__ or error.__context__, Exception):
        inner = error.__cause__ or error.__context__
        assert inner is not None
        error = inner
    text = getattr(error, "strerror", None) or getattr(error, "verify_message", None) or str(error)
    return harmless(" ".join(str(text).split())) or type(error).__name__
