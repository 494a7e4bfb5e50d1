using SharpYaml;

namespace KubeApi.Yaml;

/// <summary>What is wrong with a text, and where. The message never quotes the text, which may hold tokens.</summary>
internal sealed class YamlFault(int index, string message) : FormatException(message)
{
    /// <summary>The character at fault, from 0, in the text or the part of it that was parsed.</summary>
    public int Index => index;

    /// <summary>The fault that the parser found, in words of our own.</summary>
    public static YamlFault Of(YamlException e, string text)
    {
        // Where a tab is at fault, the mark may start at the scalar before it.
        var index = e.Message.Contains(" tab ", StringComparison.Ordinal) ? e.End.Index : e.Start.Index;
        return new(
            index,
            index < text.Length && text[index] == '\t' ? "a tab is not allowed here; use spaces"
            : e.Message.Contains("maximum nesting depth", StringComparison.Ordinal) ? $"the document is nested deeper than {YamlEvents.MaxDepth} levels"
            : "the document is not well-formed; check indentation, quotes and tabs");
    }

    /// <summary>The same fault where the parsed part begins at an index of the whole text.</summary>
    public YamlFault After(int start) => new(start + index, Message);

    /// <summary>The error to throw: <c>line 3, column 5: …</c></summary>
    public FormatException In(string text)
    {
        var (line, column) = TextPlace.Of(text, index);
        return new FormatException($"line {line}, column {column}: {Message}");
    }
}
