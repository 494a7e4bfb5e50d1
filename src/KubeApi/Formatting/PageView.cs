using KubeApi.Client.Describing;

namespace KubeApi.Formatting;

/// <summary>The lines of a page in the colors of a terminal.</summary>
internal static class PageView
{
    private const string Reset = "\u001b[0m";

    /// <summary>The line with escape sequences.</summary>
    public static string Colored(PageLine line)
    {
        var color = line.Style switch
        {
            PageStyle.Heading => "\u001b[1m",
            PageStyle.Good => "\u001b[32m",
            PageStyle.Bad => "\u001b[31m",
            _ => "",
        };
        var label = string.IsNullOrWhiteSpace(line.Label) ? line.Label : $"\u001b[36m{line.Label}{Reset}";
        return color.Length == 0 || line.Text.Length == 0 ? label + line.Text : $"{label}{color}{line.Text}{Reset}";
    }
}
