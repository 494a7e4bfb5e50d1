using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

public sealed class PodPathTests
{
    [Theory]
    [InlineData("/var/log/", "/", "/var/log")]
    [InlineData("//var/./log/../lib", "/", "/var/lib")]
    [InlineData("log/app.log", "/srv", "/srv/log/app.log")]
    [InlineData(".", "/srv/", "/srv")]
    [InlineData("../../..", "/srv", "/")]
    [InlineData("C:\\x", "/srv", "/srv/C:\\x")]
    public void A_path_is_made_absolute(string path, string current, string expected) => Assert.Equal(expected, PodPath.Normalize(path, current));

    [Theory]
    [InlineData("/a/b", "/a", "b")]
    [InlineData("/a", "/", "a")]
    [InlineData("/", "/", "")]
    public void A_path_has_a_folder_and_a_name(string path, string folder, string name) =>
        Assert.Equal((folder, name), (PodPath.ParentOf(path), PodPath.NameOf(path)));

    [Fact]
    public void The_output_of_stat_is_parsed_by_the_requested_names()
    {
        const string evil = "/x\n81a4 999 1 /secret";

        var items = PodItem.Parse($"81a4 5 1700000000 /a\n41ed 4096 0 /b c\n8fff 7 -5 {evil}\n", ["/a", "/missing", "/b c", evil, "/secret"]);

        Assert.Equal(["/a", "/b c", evil], items.Select(i => i.Path));
        Assert.Equal([ItemKind.File, ItemKind.Folder, ItemKind.File], items.Select(i => i.Kind));
        Assert.Equal((5L, (UnixFileMode)0b110_100_100, 1700000000L), (items[0].Size, items[0].Mode!.Value, items[0].Modified!.Value.ToUnixTimeSeconds()));
        Assert.Equal(((UnixFileMode)0b111_111_111, (DateTimeOffset?)null), (items[2].Mode, items[2].Modified));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("81a4 5 1 /other\n")]
    [InlineData("81a4 5 1 /a")]
    [InlineData("81a4 5 1 /a\n81a4 5 1 /a\n")]
    [InlineData("81a4 99999999999999999999 1 /a\n")]
    public void Other_output_is_refused(string output) =>
        Assert.Equal(FailureKind.InvalidAnswer, Assert.Throws<KubeApiException>(() => PodItem.Parse(output, ["/a"])).Failure);
}
