using SharpYaml;

namespace KubeApi.Yaml;

/// <summary>An error in the input with its position. The message never quotes the input, which may contain tokens.</summary>
internal sealed class YamlFault(int index, string message) : FormatException(message)
{
    /// <summary>The index of the character, from 0, in the input or the parsed part of it.</summary>
    public int Index => index;

    /// <summary>Converts an error of the parser, with our own message.</summary>
    public static YamlFault Of(YamlException e, string text)
    {
        // For a tab, the mark may start at the scalar before it.
        var index = e.Message.Contains(" tab ", StringComparison.Ordinal) ? e.End.Index : e.Start.Index;
        return new(
            index,
            index < text.Length && text[index] == '\t' ? "a tab is not allowed here; use spaces"
            : e.Message.Contains("maximum nesting depth", StringComparison.Ordinal) ? $"the document is nested deeper than {YamlEvents.MaxDepth} levels"
            : "the document is not well-formed; check indentation, quotes and tabs");
    }

    /// <summary>The same error relative to the whole input; the parsed part begins at the index.</summary>
    public YamlFault After(int start) => new(start + index, Message);

    /// <summary>The error to throw: <c>line 3, column 5: …</c></summary>
    public FormatException In(string text)
    {
        var (line, column) = TextPlace.Of(text, index);
        return new FormatException($"line {line}, column {column}: {Message}");
    }
}
