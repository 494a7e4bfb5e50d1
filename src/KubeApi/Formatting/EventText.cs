using System.Management.Automation;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>Functions of the views of events. Public, because PowerShell calls them.</summary>
public static class EventText
{
    private const string Indent = "    ";
    private const int MinWidth = 40;

    /// <summary>How long ago an event was last seen; of one that was seen several times, how often and since when: <c>5s (x7 over 3m)</c>.</summary>
    public static string Age(PSObject? e)
    {
        var (last, first) = (FormatHelper.Age(HiddenMembers.LastSeen(e)), FormatHelper.Age(HiddenMembers.FirstSeen(e)));
        return HiddenMembers.Occurrences(e) is > 1L and var count ? $"{last} (x{count} over {first})" : last;
    }

    /// <summary>The object that an event is about: <c>Pod/web-1</c>.</summary>
    public static string About(PSObject? e)
    {
        var about = ObjectMember.Of(e, "involvedObject") ?? ObjectMember.Of(e, "regarding");
        return TerminalText.Clean($"{ObjectMember.Of(about, "kind")}/{ObjectMember.Of(about, "name")}");
    }

    /// <summary>The message of an event, after the container that it is about: <c>app: Readiness probe failed: …</c>.</summary>
    public static string Message(PSObject? e)
    {
        // The message of a probe may end with the line feed that its command wrote.
        var message = (ObjectMember.Of(e, "message") as string ?? "").TrimEnd();
        return TerminalText.Clean(HiddenMembers.Container(e) is { } container ? $"{container}: {message}" : message);
    }

    /// <summary>An event for a narrow console: a line with age, type, reason and object, and the message below it.</summary>
    /// <param name="e">The event.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="color">The color of the first line: an escape sequence.</param>
    /// <param name="reset">Ends the color.</param>
    public static string Lines(PSObject e, int width, string color, string reset)
    {
        string?[] place =
        [
            e.TypeNames.Contains(ViewTypeNames.OccurrenceOfSession) ? ObjectOrigin.Of(e)?.Session.Name : null,
            e.TypeNames.Contains(ViewTypeNames.Occurrence) ? null : ObjectMetadata.Of(e, "namespace"),
        ];
        var first = string.Join("  ", [.. place.OfType<string>(), Age(e), ObjectMember.Of(e, "type"), ObjectMember.Of(e, "reason"), About(e)]);
        var message = Wrap(Message(e), Math.Max(MinWidth, width) - Indent.Length - 1);
        // Only the message may have several lines.
        return $"{color}{TableCell.Text(first)}{reset}\n{Indent}{string.Join($"\n{Indent}", message)}";
    }

    /// <summary>Breaks text into lines, between words if possible.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : "").Append(word);
                for (; line.Length > width; line.Remove(0, width))
                {
                    yield return line.ToString(0, width);
                }
            }

            yield return line.ToString();
        }
    }
}
