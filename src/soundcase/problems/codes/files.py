"""Codes of the files that a catalogue names."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

FILES = (
    error(
        "missing-file",
        "a file that does not exist",
        """Clips are named relative to `data/audio/`, pictures to `data/images/`, videos to `data/video/`,
        files to download to `data/files/`. Case
        and accents count: the web server that publishes the page tells `Clip.WAV` from `clip.wav`.""",
    ),
    error(
        "empty-audio",
        "an audio file that holds no sound",
        "It has zero bytes, or a header with nothing behind it. Copying or exporting it failed. Make it again.",
    ),
    error(
        "empty-file",
        "a file to download that has zero bytes",
        "Copying or exporting it failed. Make it again.",
    ),
    error(
        "not-a-download",
        "a file of a kind that is not offered for download",
        """Under `files` stand notes, labels, papers, data and archives. Web pages, scripts and SVG are refused:
        browsers would run them as part of the page. Pack such a file as `.zip`, or save it as `.txt`.""",
    ),
    error(
        "lfs-pointer",
        "a Git LFS pointer instead of the file",
        "The file's content was not fetched. Run `git lfs pull` (in GitHub Actions: `lfs: true`).",
    ),
    error(
        "not-audio",
        "a file that is not audio",
        """Its content is a web page, a text, a picture or something unknown. Often a download saved an error
        page under the name of the clip.""",
    ),
    error(
        "undecodable",
        "an audio file that cannot be decoded",
        "The container is known, but no sample comes out of it. Convert the file with another program.",
    ),
    error(
        "too-long",
        "a clip over the limit",
        """A few bytes may hold hours of silence, which take minutes to decode, so a clip has at most
        `max_hours` (4 unless `media` says otherwise). Of clips with many channels or a high rate, samples
        count: as many as stereo at 48 kHz has in that time.""",
    ),
    error(
        "truncated",
        "an audio file that ends too early",
        """The header promises more than the file holds; players stop early or play silence. Copy or export
        the file again.""",
        adjustable=True,
    ),
    error(
        "corrupt",
        "an audio file that is damaged inside",
        """The header is fine, but decoding fails on the way: browsers stop there. Only decoding
        the whole file can find this. Export the file again.""",
        adjustable=True,
    ),
    warning(
        "wrong-duration",
        "a header that lies about the duration",
        "The declared duration and the decoded one differ by more than 50 ms and 1 %.",
    ),
    warning(
        "no-duration",
        "a file that does not say how long it is",
        """It was written to a pipe, as a live stream, or in a format without a header, such as AAC in ADTS.
        Browsers guess: they show a wrong duration, or none, and find wrong places. The page offers an encode
        where they do. The hint writes the file again with a header that says it.""",
    ),
    warning(
        "line-endings",
        "a file that was copied as if it were text",
        """Every line end in it is of the kind that Windows uses: a transfer in text mode, or Git without
        `*.wav binary` in `.gitattributes`, put a byte before each byte 10. Behind the first of them there is
        noise. Copy the file again, in binary.""",
    ),
    warning(
        "wrong-suffix",
        "a file name that contradicts the content",
        """The page declares what the content is, so it plays; but people and other programs go by the name.
        Rename the file.""",
    ),
    warning(
        "not-web-playable",
        "a format that some browsers do not play",
        """Play it safe with 16-bit PCM WAV, FLAC, MP3 or AAC. The message says what is unusual about
        this file.""",
    ),
    warning(
        "not-encoded",
        "a clip of which no version for all browsers could be made",
        "Encoding failed; the page offers the original. The message says why.",
    ),
    warning("silent", "a clip in which nothing can be heard", "Its largest sample is below −60 dBFS."),
    warning(
        "clipped",
        "a clip that is clipped",
        "Several runs of consecutive samples stand at full scale: the recording or an export was too loud.",
    ),
    warning(
        "over-full-scale",
        "a clip whose peaks lie above full scale",
        """Files of floating-point numbers can hold them, but every player cuts them off. The page plays a
        version that is as much quieter as it takes, and says so beside the clip. Bring its peaks below full
        scale yourself, all clips of an example by the same factor where their levels are compared.""",
    ),
    warning(
        "many-channels",
        "a clip of more than two channels",
        """The page plays one or two. Loudspeaker layouts that the file declares are mixed to stereo (ITU-R
        BS.775), and so is Ambisonics; of channels that nobody names, the first is heard. The page says so
        beside the clip. Write `channels` beside its `audio` to say what is meant: `ambisonics`, a layout such
        as `5.1`, or which to hear, as `[1, 2]`.""",
    ),
    error(
        "wrong-channels",
        "channels that the clip does not have",
        """`channels` names a channel by its number, from 1; `ambisonics`, which has 4, 9, 16 … channels; or a
        layout, which has as many as its name says (5.1 has six). The file has others.""",
    ),
    warning(
        "one-sided",
        "a stereo clip with one silent side",
        """It is heard in one ear only: usually a mono recording that was written into a stereo file. Write
        `channels: 1` (or `2`) beside its `audio`, and the page plays that side for both; if it is meant, set
        this rule to `off`.""",
    ),
    warning(
        "rate-differs",
        "models of one example have different sampling rates",
        """Listeners hear the bandwidth before they hear the model. If the rate is part of the
        comparison, say so in the task's description and set this rule to `off`. Where the lengths differ as the
        rates do, a header is wrong: the hint says so, and resampling would only keep the error.""",
    ),
    warning(
        "channels-differ",
        "models of one example have different channel counts",
        "A stereo clip beside mono ones draws attention to itself. Publish the same layout for all models.",
    ),
    warning(
        "duration-differs",
        "models of one example have very different durations",
        """Where every model processes the same recording (there is an `audio`), their outputs should be as
        long as it is. One that is much shorter was probably cut. Spoken answers, which have a `text` or stand
        in turns, are as long as their words.""",
    ),
    warning(
        "same-content-twice",
        "one recording under two names",
        """Two files, of different examples or of one output, have the same bytes: one may be a copy under the
        wrong name. It is published once.""",
    ),
    warning(
        "loudness-spread",
        "outputs of one example that are not equally loud",
        """Listeners prefer the louder of two clips. Above 3 LU the difference is told, above 10 LU every
        clip is named. Bring the outputs to one loudness; if the level is part of the result, set this rule to
        `off`.""",
    ),
    warning(
        "near-silent",
        "a clip that is very quiet",
        "Its loudness is below −50 LUFS. Readers turn up the volume, and the next clip startles them.",
    ),
    warning(
        "bandwidth-differs",
        "outputs of one example that end at different frequencies",
        """The files have the same sampling rate, but one holds nothing above a lower frequency: it was
        resampled or passed through a lossy codec. Listeners hear this before they hear the model.""",
    ),
    warning(
        "upsampled",
        "a clip whose sampling rate promises more than there is",
        """A 16 kHz signal inside a 48 kHz file is three times as large as it needs to be, and looks like
        full-band audio that it is not. Of MP3, AAC and the like, which cut off high frequencies by themselves,
        only what ends below a fifth of the rate is told.""",
    ),
    error(
        "not-an-image",
        "a picture that cannot be read",
        """Pictures are PNG, JPEG, GIF, WebP, AVIF or SVG. The content decides, not the suffix. An SVG that
        runs or loads something (a script, `on…`, a page inside, entities with markup, other files) is
        refused: on the page it is drawn only, but whoever opens the picture by itself runs it.""",
    ),
    error(
        "not-a-video",
        "a video that browsers do not play",
        """Videos are MP4 (H.264 of 8 bits, sound in AAC or MP3) or WebM. The content decides, not the suffix.
        Other codecs (HEVC, MPEG-4 part 2, AC-3) and containers (MKV, AVI, QuickTime) play in some browsers.""",
    ),
    warning(
        "stale-schema",
        "a copy of the JSON Schema that another version wrote",
        """Editors complete and check the catalogue by the copies in `docs/schema/`. Those of another version
        may not know a key, or still know one that is gone. Write them again with `build-site schema`, as the
        hint says.""",
    ),
)
