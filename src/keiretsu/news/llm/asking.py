"""One question to a language model that the user configures, within time and size.

Any endpoint that speaks as OpenAI's or Anthropic's does. Keys stay in the environment
(`KEIRETSU_LLM_KEY`, else `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`) and are never told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from keiretsu.characters import without_passwords
from keiretsu.errors import DataError
from keiretsu.news.fetching.targets import target
from keiretsu.news.llm.cache import Cache

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_ai.models import Model

MODEL, URL, KEY = "KEIRETSU_LLM", "KEIRETSU_LLM_URL", "KEIRETSU_LLM_KEY"
"""The environment variables of the model, its address and its key."""
LONGEST_ANSWER = 120
"""Seconds that a model may take for one answer, retries and all."""
MOST_ANSWER = 2_000_000
"""Bytes of one answer of the network."""
MOST_TOKENS = 12_000
"""Tokens of one answer."""
_TRIES = 2
_PROVIDERS = ("openai", "anthropic")
_NEEDS = "install keiretsu with the extra llm: pip install 'keiretsu[llm]'"
_LONGEST_SAID = 200
A = TypeVar("A", bound="BaseModel")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a model is.

    Attributes
    ----------
    provider
        `openai` or `anthropic`: whose way of speaking it has.
    model
        Its name there.
    url
        Its address; the provider's own where None.
    """

    provider: str
    model: str
    url: str | None = None

    @property
    def name(self) -> str:
        """The model as a person calls it: `openai:gpt-5.2`."""
        return f"{self.provider}:{self.model}"


@dataclass
class Spent:
    """What questions have cost.

    Attributes
    ----------
    requests
        Requests that were sent; `cached`: answers that were kept from before.
    input_tokens, output_tokens
        As the model counts them.
    cost
        In US dollars by public price lists; None where no price is known.
    problem
        Why answers could not be kept; None where they were.
    """

    requests: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None
    problem: str | None = None

    @property
    def words(self) -> str:
        """What was spent, in words."""
        cost = "cost unknown" if self.cost is None else f"{self.cost:.4f} USD"
        if not self.requests:
            cost = "nothing spent"
        kept = f", {self.cached} answers kept from before" if self.cached else ""
        return (
            f"{self.requests} requests, {self.input_tokens} + {self.output_tokens} "
            f"tokens, {cost}{kept}{f'; {self.problem}' if self.problem else ''}"
        )


@dataclass
class Asker:
    """Asks one model, keeps its answers and counts what they cost.

    Attributes
    ----------
    called
        What the model is called, and where it is: by this its answers are kept.
    make
        Makes the model, within the loop that asks it, with what closes it.
    cache
        Where answers are kept; None keeps none.
    seconds
        How long an answer may take.
    """

    called: str
    make: Callable[[], Model]
    cache: Cache | None = None
    seconds: float = LONGEST_ANSWER
    spent: Spent = field(default_factory=Spent)

    @classmethod
    def of(cls, where: Endpoint, cache: Cache | None = None) -> Asker:
        """Return what asks the model of an endpoint.

        Raises
        ------
        DataError
            If the extra `llm` is not installed, or a key is missing.
        """
        needed()
        _key(where)
        called = f"{where.name} {where.url or ''}"
        return cls(called=called, make=lambda: _model(where), cache=cache)

    def ask(self, instructions: str, words: str, form: type[A]) -> A:
        """Return the answer to a question, in its form.

        Raises
        ------
        DataError
            If the model does not answer in time, within its size, or in the form.
        """
        asked = (self.called, form.__name__, instructions, words)
        known = self.cache.get(asked) if self.cache else None
        if known is not None:
            try:
                answer = form.model_validate(known)
            except ValueError:
                pass
            else:
                self.spent.cached += 1
                return answer
        try:
            answer = _outcome(self._asked(instructions, words, form))
        except TimeoutError:
            said = f"did not answer within {self.seconds:g} seconds"
            raise DataError(f"the model {self.called.strip()} {said}") from None
        except Exception as error:  # a stranger's answer makes libraries raise anything
            raise DataError(
                f"the model {self.called.strip()}: {_said(error)}",
                hint="see its name, address and key, or read without --llm",
            ) from None
        if self.cache is not None:
            try:
                self.cache.put(asked, answer.model_dump())
            except DataError as error:  # what was paid for is used all the same
                self.spent.problem = str(error.args[0])
        return answer

    async def _asked(self, instructions: str, words: str, form: type[A]) -> A:
        import asyncio

        from pydantic_ai import Agent, PromptedOutput
        from pydantic_ai.usage import RunUsage, UsageLimits

        usage, model = RunUsage(), self.make()
        agent = Agent(
            model,
            output_type=PromptedOutput(form),
            instructions=instructions,
            retries=_TRIES - 1,
            model_settings={"temperature": 0.0, "max_tokens": MOST_TOKENS},
        )
        limits = UsageLimits(request_limit=_TRIES)
        try:
            async with asyncio.timeout(self.seconds):
                done = await agent.run(words, usage=usage, usage_limits=limits)
        finally:
            self._count(usage)
            await _close(model)
        return done.output

    def _count(self, usage: Any) -> None:
        self.spent.requests += usage.requests
        self.spent.input_tokens += usage.input_tokens
        self.spent.output_tokens += usage.output_tokens
        if usage.cost is not None:
            self.spent.cost = (self.spent.cost or Decimal(0)) + usage.cost


def endpoint(model: str | None = None, url: str | None = None) -> Endpoint | None:
    """Return the model that is named, by hand or in the environment; None without one.

    Raises
    ------
    DataError
        If the name is none, or the address is not of http or https.

    Examples
    --------
    >>> endpoint("openai:llama3", "http://127.0.0.1:11434/v1").name
    'openai:llama3'
    """
    named = model or os.environ.get(MODEL)
    if not named:
        return None
    provider, given, name = named.partition(":")
    if not given or provider not in _PROVIDERS or not name.strip():
        raise DataError(
            f"{named[:80]!r} is no model",
            hint="write openai:NAME or anthropic:NAME, as openai:gpt-5.2",
        )
    where = url or os.environ.get(URL) or None
    if where is not None:
        target(where)
    return Endpoint(provider=provider, model=name.strip(), url=where)


def needed() -> None:
    """See that the extra is installed.

    Raises
    ------
    DataError
        If it is not.
    """
    try:
        import pydantic_ai  # noqa: F401
    except ImportError:
        raise DataError("a language model needs pydantic-ai", hint=_NEEDS) from None


def _key(where: Endpoint) -> str:
    """Return the key of an endpoint; a server of one's own needs none."""
    own = f"{where.provider.upper()}_API_KEY"
    key = os.environ.get(KEY) or os.environ.get(own)
    if key is None and where.url is None:
        raise DataError(
            f"there is no key for {where.name}", hint=f"set {KEY}, or {own}"
        )
    if key is not None and not (key.isascii() and key.isprintable()):
        raise DataError(f"the key for {where.name} holds a letter that is none")
    return key or "none"


def _model(where: Endpoint) -> Model:
    from keiretsu.news.llm.client import capped_client

    key = _key(where)
    client = capped_client(MOST_ANSWER, LONGEST_ANSWER)
    if where.provider == "anthropic":
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        own = AnthropicProvider(api_key=key, base_url=where.url, http_client=client)
        return AnthropicModel(where.model, provider=own)
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    given = OpenAIProvider(base_url=where.url, api_key=key, http_client=client)
    return OpenAIChatModel(where.model, provider=given)


async def _close(model: Model) -> None:
    """Close the lines to a model, where it has some."""
    client = getattr(getattr(model, "client", None), "_client", None)
    if client is not None:
        await client.aclose()


def _said(error: Exception) -> str:
    """Return what went wrong in a line, without what may be a key."""
    words = " ".join(str(error).split()) or type(error).__name__
    key = os.environ.get(KEY)
    for secret in (key, *(os.environ.get(f"{p.upper()}_API_KEY") for p in _PROVIDERS)):
        words = words.replace(secret, "…") if secret else words
    return without_passwords(words)[:_LONGEST_SAID]


def _outcome(asked: Coroutine[Any, Any, A]) -> A:
    """Return what comes of it, in a thread of its own: a notebook has a loop here."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, asked).result()
