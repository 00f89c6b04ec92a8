"""What the figures mean and what they cannot say, and how anybody can check that nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.debrief.blocks import Block, Bullets, Fact, Facts, Paragraph, Section
from simulator.debrief.words import Words

if TYPE_CHECKING:
    from simulator.debrief.story import Story


def method(story: Story, words: Words) -> Section:
    """How to read the figures."""
    say = words.say
    local = (
        "What stands in the block of a post, in its hours and in its decisions is local time of the post, as in the"
        " sheets."
    )
    blocks: tuple[Block, ...] = (
        Paragraph(story.clocks),
        *([] if words.one_clock else [Paragraph(say(local))]),
        Section("", say("What the figures mean"), (Facts("", tuple(_meanings(words)), "terms"),)),
        Section("", say("How a case can end at a post"), (Facts("", story.endings, "terms"),)),
        Section("", say("The reference players"), tuple(_players(story, words))),
        Section("", say("Limits"), (Bullets(tuple(Fact("", text) for text in _limits(story, words))),)),
    )
    return Section("method", say("How to read the figures"), blocks, "method")


def _meanings(words: Words) -> Iterator[Fact]:
    """What the words of the report mean, in the order in which a reader meets them."""
    say = words.say
    yield Fact(
        say("Case"),
        say(
            "A consignment with hidden contraband. It is found when a control gives a find: a positive examination or"
            " field test. An alarm alone is not a find."
        ),
    )
    yield Fact(
        say("Cases found, 3 of 5"),
        say(
            "Five cases came to the post of the unit; three of them were found there. Cases that no system showed to"
            " the unit, or that showed it no indicator, count among those that came, and are told apart. Cases that"
            " another unit had stopped before, that missed their flight, or that were not there when the drill ended,"
            " did not come."
        ),
    )
    yield Fact(
        say("Irregularity"),
        say("An offence of another kind: undervalued, undeclared, permit missing. It counts apart from the cases."),
    )
    yield Fact(say("Decoy"), say("A consignment that looks risky and is clean."))
    yield Fact(
        say("Indicator: planted, shown in time, cited"),
        say(
            "A risk indicator is planted if the drill wrote it into the data of a case. It is shown to a unit if its"
            " own systems gave the data that bears it, planted or by nature, while the unit could still act. It is"
            " cited if somebody gave it as a reason."
        ),
    )
    yield Fact(
        say("Only by chance"),
        say(
            "A control that cannot notice what is hidden, like a dog that is not trained for it. If it gives an alarm,"
            " that is a false alarm."
        ),
    )
    yield from _control_meanings(words)


def _control_meanings(words: Words) -> Iterator[Fact]:
    say = words.say
    yield Fact(
        say("Grounded, ungrounded"),
        say(
            "A control with nothing found is grounded if at least one indicator that the participant cited really shows"
            " in the data. Most grounded controls find nothing; that is normal work. An ungrounded one rests on a"
            " reason that the data does not show, or on none."
        ),
    )
    yield Fact(
        say("Something hidden, not found"),
        say(
            "A case or an irregularity was selected and controlled, and the controls did not show it, or an alarm"
            " stayed open."
        ),
    )
    yield Fact(
        say("Random sample"),
        say("A control without suspicion, to learn what one does not suspect. Samples count apart."),
    )
    yield Fact(
        say("Lead time"),
        say(
            "From the first decision on a case that was found to the time at which it would have left. The median over"
            " the unit's found cases."
        ),
    )
    yield Fact(
        say("Officers' time"),
        say(
            "Time on shift is what the scenario gives. Used is time spent on controls and on work after finds; idle is"
            " the rest. Reading data and deciding cost participants time, but no officer's time is counted for it."
        ),
    )
    yield Fact(
        say("Delay"), say("How much later clean consignments left than they would have without the unit's decisions.")
    )


def _players(story: Story, words: Words) -> Iterator[Block]:
    yield Paragraph(
        words.say(
            "A reference player takes the unit's place at the same post, with the same officers, machines and luck: a"
            " control gives it the same answer on the same consignment. So the difference lies in what was selected,"
            " and when."
        )
    )
    yield Facts("", story.players_meant, "terms")
    yield Paragraph(
        words.say(
            "A player that draws at random is run many times. Its figure is the mean; in brackets stands the interval"
            " that nine of ten draws lie in."
        )
    )
    yield Paragraph(
        words.say(
            "The place of a unit says where the number of its finds lies between “chance” (0) and “informed” (100). It"
            " passes 100 where the unit found more than “informed”, and lies below 0 where it found less than chance."
            " It is not given where fewer than {few} cases came to the post, and not where the two players hardly"
            " differ.",
            few=story.few,
        )
    )
    if story.possible.rows:
        yield story.possible


def _limits(story: Story, words: Words) -> Iterator[str]:
    yield words.say(
        "Cases are rare events. With fewer than {few} of them this report gives counts and no shares, and they do not"
        " tell a good unit from a lucky one.",
        few=story.few,
    )
    yield words.say(
        "A drill holds more cases than a real day would. Shares found or hit rates of a drill are not those of the"
        " unit's daily work."
    )
    yield words.say(
        "How long controls take and how often they notice what is hidden are assumptions from public sources, the same"
        " for all units; the scenario may set others. A case that was rightly selected can be missed by its control;"
        " its story says how often each control shows what was hidden."
    )
    yield words.say(
        "Parties, consignments and findings are invented. The data shows only what systems of the scenario would show;"
        " a real unit knows more."
    )
    yield words.say(
        "The report says what was decided and what came of it. It does not say why somebody did not decide."
    )


def seal(story: Story, words: Words) -> Section:
    """The opened seal, and how to check it."""
    say = words.say
    opened = say(
        "Before the drill began, what was hidden was sealed: a hash over it and a random salt, the commitment, was"
        " written into the first line of the drill's log. Nobody can change what was hidden without breaking it. Now"
        " the seal is opened."
    )
    practice = say(
        "This was a practice drill: its key follows from a seed that anybody can know, so the seal does not show that"
        " nobody knew."
    )
    played = say("This drill was played {played}.", played=story.played) if story.played else ""
    check = Bullets(tuple(_check(story, words)), steps=True)
    blocks: tuple[Block, ...] = (
        Paragraph(opened),
        *([Paragraph(played)] if played else []),
        Facts("", story.seal, "codes"),
        Paragraph(story.seal_words, "strong"),
        Section("", say("How to check it yourself"), (check, *([Paragraph(practice)] if story.practice else []))),
        Section("", say("What was played"), (Facts("", story.versions, "codes"),)),
    )
    return Section("seal", say("The opened seal"), blocks if story.seal else ())


def _check(story: Story, words: Words) -> Iterator[Fact]:
    yield Fact(
        "",
        words.say(
            "Compare the commitment above with the one that jointdrill prepare printed, as you noted it before the"
            " drill. It also stands in seal.txt of the drill folder."
        ),
    )
    yield Fact(
        "",
        words.say("Let the program compute it again from the opened truth; DRILL is the drill folder:"),
        story.check,
    )
    if story.practice:
        yield Fact(
            "",
            words.say(
                "Or prepare the same scenario with the same seed again: the same version of the program gives the same"
                " commitment."
            ),
        )
