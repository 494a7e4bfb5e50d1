using System.Buffers;
using SharpYaml;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>The events of one part of the input. Rejects input that go-yaml rejects but SharpYaml accepts.</summary>
internal sealed class YamlEvents
{
    /// <summary>The maximum nesting depth. Go's parser stops at 10,000; no manifest comes near either limit.</summary>
    public const int MaxDepth = 500;

    // The control characters of go-yaml. Surrogates are checked one by one.
    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r' or '\x85' or (>= ' ' and <= '~'))), '\uFFFE', '\uFFFF']);

    private readonly string _text;
    private readonly IParser _parser;

    /// <param name="text">YAML without a byte order mark.</param>
    /// <exception cref="YamlFault">The input contains control characters.</exception>
    public YamlEvents(string text)
    {
        CheckCharacters(text);
        _text = text;
        _parser = Parser.CreateParser(new StringReader(text), MaxDepth);
    }

    /// <summary>The next event.</summary>
    /// <exception cref="YamlFault">The input is not well-formed.</exception>
    public ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw YamlFault.Of(e, _text);
        }

        var next = _parser.Current!;
        if (next is Scalar { Style: ScalarStyle.DoubleQuoted } scalar)
        {
            CheckEscapes(scalar);
        }

        return next;
    }

    private static void CheckCharacters(ReadOnlySpan<char> text)
    {
        var wrong = text.IndexOfAny(s_controls);
        for (var i = 0; wrong < 0 && text[i..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var next; i += 2)
        {
            i += next;
            wrong = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? -1 : i;
        }

        if (wrong >= 0)
        {
            throw new YamlFault(wrong, $"the character U+{(int)text[wrong]:X4} is not allowed; write it as an escape in double quotes");
        }
    }

    private void CheckEscapes(Scalar scalar)
    {
        var written = _text.AsSpan(scalar.Start.Index, scalar.End.Index - scalar.Start.Index);
        // After an anchor and a tag.
        for (var i = written.IndexOf('"'); written[i..].IndexOf('\\') is >= 0 and var next; i += 2)
        {
            i += next;
            if (written[i + 1] == '/' || IsSurrogate(written, i + 1))
            {
                throw new YamlFault(scalar.Start.Index + i, "YAML has no such escape in double quotes");
            }
        }
    }

    // \uD800 to \uDFFF, also as \U0000D800.
    private static bool IsSurrogate(ReadOnlySpan<char> text, int at)
    {
        var digits = text[at] switch { 'u' => text[(at + 1)..], 'U' => text[(at + 5)..], _ => default };
        return digits is ['d' or 'D', '8' or '9' or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'), ..];
    }
}
