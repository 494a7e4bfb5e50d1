namespace KubeApi.Tests.Sandbox;

/// <summary>No recorded command is omitted silently. Commands listed as different must differ, or <see cref="KubectlPlayer"/> fails.</summary>
public class KubectlCommandListTests
{
    private static readonly string[] s_lists = ["differences", "not-played"];

    [Fact]
    public void Every_transcript_is_played_by_one_test() => Assert.Equal(
        Directory.GetFiles(KubectlTranscript.Folder, "*.txt").Select(Path.GetFileNameWithoutExtension).Except(s_lists).Order(StringComparer.Ordinal),
        KubectlTranscriptTests.Transcripts.SelectMany(played => played).Order(StringComparer.Ordinal));

    [Fact]
    public void Listed_commands_are_recorded_have_a_reason_and_are_listed_once()
    {
        var recorded = KubectlTranscriptTests.Transcripts.SelectMany(played => played).SelectMany(KubectlTranscript.ReadTitled).Select(entry => entry.Title)
            .ToHashSet(StringComparer.Ordinal);
        var listed = KubectlCommandList.Differences.Reasons.Concat(KubectlCommandList.NotPlayed.Reasons).ToList();
        Assert.Subset(recorded, listed.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal));
        Assert.All(listed, entry => Assert.NotEmpty(entry.Value));
        Assert.All(KubectlCommandList.Differences.Reasons.Keys, title => Assert.False(KubectlCommandList.NotPlayed.Has(title), title));
    }
}
