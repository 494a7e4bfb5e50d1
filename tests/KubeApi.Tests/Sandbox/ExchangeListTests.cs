using System.Text.RegularExpressions;

namespace KubeApi.Tests.Sandbox;

/// <summary>Every recorded exchange is played, or listed with a reason.</summary>
public sealed partial class ExchangeListTests
{
    // Played completely.
    private static readonly string[] s_folders = ["discovery/groups/", "openapi/", "tables/columns/"];

    [Fact]
    public void Every_recording_is_played_or_listed_with_a_reason()
    {
        var played = Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "tests", "KubeApi.Tests", "Sandbox"), "*ExchangeTests.cs", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "tests", "KubeApi.Tests", "Sandbox", "TableTests.cs"))
            .Append(Path.Combine(Repository.Root, "tests", "KubeApi.Tests", "Sandbox", "PodConnectTests.cs"))
            .SelectMany(file => Names().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var listed = File.ReadAllLines(Path.Combine(RecordedExchange.Folder, "not-played.txt")).Where(
            line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', 2)).ToList();
        Assert.All(listed, line => Assert.True(line is [_, { Length: > 0 }], $"{line[0]}: no reason"));
        foreach (var name in RecordedExchange.Names())
        {
            var isPlayed = played.Contains(name) || s_folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal));
            Assert.True(isPlayed != listed.Any(line => line[0] == name), $"{name}: {(isPlayed ? "is played, but listed" : "is neither played nor listed")}");
        }

        Assert.All(listed, line => Assert.Contains(line[0], RecordedExchange.Names()));
    }

    // A name that is only read is not played.
    [GeneratedRegex(@"(?<!Read\()""([a-z]+/[\w./-]+)""")]
    private static partial Regex Names();
}
