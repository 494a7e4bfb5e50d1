using System.Formats.Tar;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Archive entries with which a container could write outside the target.</summary>
public sealed class EntryCheckTests
{
    private const TarEntryType File = TarEntryType.RegularFile;
    private const TarEntryType Folder = TarEntryType.Directory;
    private const TarEntryType Link = TarEntryType.SymbolicLink;
    private const TarEntryType HardLink = TarEntryType.HardLink;

    [Theory]
    [InlineData(File, "a", "a")]
    [InlineData(File, "./a//b/./c", "a/b/c")]
    [InlineData(File, "..a/b..", "..a/b..")]
    [InlineData(File, "...", "...")]
    [InlineData(File, "日本/ü\n\\x", "日本/ü\n\\x")]
    [InlineData(Folder, "./", "")]
    [InlineData(Folder, "a/", "a")]
    [InlineData(TarEntryType.V7RegularFile, "a", "a")]
    public void An_entry_inside_is_accepted(TarEntryType type, string name, string path)
    {
        var decision = Check().Check(type, name, 1, "");

        Assert.Equal((path, null), (decision.Path, decision.Reason));
    }

    [Theory]
    [InlineData(File, "/etc/passwd", "absolute")]
    [InlineData(File, "//x", "absolute")]
    [InlineData(File, "../x", "leads out")]
    [InlineData(File, "a/../../x", "leads out")]
    [InlineData(File, "a/..", "leads out")]
    [InlineData(Folder, "..", "leads out")]
    [InlineData(File, "a\0b", "NUL")]
    [InlineData(File, "", "replace the folder")]
    [InlineData(File, ".", "replace the folder")]
    [InlineData(Link, "./", "replace the folder")]
    [InlineData(TarEntryType.CharacterDevice, "null", "a device")]
    [InlineData(TarEntryType.BlockDevice, "sda", "a device")]
    [InlineData(TarEntryType.Fifo, "pipe", "named pipe")]
    [InlineData(TarEntryType.SparseFile, "sparse", "SparseFile")]
    public void An_entry_outside_and_a_device_are_refused(TarEntryType type, string name, string reason) =>
        Assert.Contains(reason, Check().Check(type, name, 1, "x").Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("l", "x")]
    [InlineData("l", "./x/y")]
    [InlineData("a/l", "../x")]
    [InlineData("a/b/l", "../../x/y")]
    [InlineData("a/l", ".././x")]
    [InlineData("l", ".")]
    [InlineData("l", "..data")]
    [InlineData("l", "missing")]
    public void A_link_that_stays_inside_is_accepted(string name, string target) => Assert.Null(Check().Check(Link, name, 0, target).Reason);

    [Theory]
    [InlineData("l", "/etc")]
    [InlineData("l", "")]
    [InlineData("l", "..")]
    [InlineData("l", "../x")]
    [InlineData("a/l", "../../x")]
    [InlineData("a/l", "./../../x")]
    // After a name, which may be a link to a parent, '..' may lead outside.
    [InlineData("a/l", "b/../../x")]
    [InlineData("l", "a/..")]
    [InlineData("l", "a/../b")]
    public void A_link_that_may_leave_is_refused(string name, string target) => Assert.NotNull(Check().Check(Link, name, 0, target).Reason);

    [Theory]
    [InlineData("link", "l:x", "f:l/y")]
    [InlineData("link", "l:x", "d:l/y")]
    [InlineData("link", "l:x", "d:l")]
    [InlineData("link", "l:x", "l:l/y")]
    [InlineData("refused link", "L:/etc", "f:l/y")]
    [InlineData("file", "f:l", "f:l/y")]
    [InlineData("file", "f:l", "d:l")]
    [InlineData("twice", "f:l", "f:l")]
    [InlineData("twice", "l:x", "f:l")]
    [InlineData("twice", "d:l", "f:l")]
    [InlineData("twice", "f:l/y", "f:l")]
    public void An_entry_below_a_link_or_a_file_is_refused(string _, string first, string second)
    {
        var check = Check();
        Assert.Equal(first[0] == 'L', Take(check, first).Reason is not null);

        Assert.NotNull(Take(check, second).Reason);
        Assert.Null(check.Check(File, "other", 1, "").Reason);

        static EntryDecision Take(EntryCheck check, string entry) => entry[0] switch
        {
            'L' => check.Check(Link, "l", 0, entry[2..]),
            'l' when entry == "l:x" => check.Check(Link, "l", 0, "x"),
            'l' => check.Check(Link, entry[2..], 0, "x"),
            'd' => check.Check(Folder, entry[2..], 0, ""),
            _ => check.Check(File, entry[2..], 1, ""),
        };
    }

    [Fact]
    public void A_folder_may_be_repeated_and_follow_its_items()
    {
        var check = Check();
        Assert.Null(check.Check(File, "a/b/c", 1, "").Reason);

        Assert.Equal("a", check.Check(Folder, "a/", 0, "").Path);
        Assert.Null(check.Check(Folder, "a", 0, "").Reason);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("./a", true)]
    [InlineData("b", false)]
    [InlineData("/a", false)]
    [InlineData("../a", false)]
    [InlineData("folder", false)]
    [InlineData("link", false)]
    public void A_hard_link_refers_to_an_earlier_file_only(string target, bool isAccepted)
    {
        var check = Check();
        check.Check(File, "a", 1, "");
        check.Check(Folder, "folder", 1, "");
        check.Check(Link, "link", 1, "a");

        var decision = check.Check(HardLink, "h", 0, target);

        Assert.Equal((isAccepted, isAccepted ? "a" : null), (decision.Reason is null, decision.Source));
    }

    [Fact]
    public void Files_larger_than_the_free_space_are_refused()
    {
        var check = Check(room: 100);

        Assert.NotNull(check.Check(File, "a", 101, "").Reason);
        Assert.NotNull(check.Check(File, "b", long.MaxValue, "").Reason);
        Assert.Null(check.Check(File, "c", 60, "").Reason);
        Assert.NotNull(check.Check(File, "d", 60, "").Reason);
        Assert.Null(check.Check(File, "e", 40, "").Reason);
    }

    [Theory]
    [InlineData("con")]
    [InlineData("NUL.txt")]
    [InlineData("nul .txt")]
    [InlineData("com1")]
    [InlineData("LPT9.log")]
    [InlineData("COM\u00b9")]
    [InlineData("a:b")]
    [InlineData("a\\..\\..\\b")]
    [InlineData("C:")]
    [InlineData("a?")]
    [InlineData("a|b")]
    [InlineData("new\nline")]
    [InlineData("dot.")]
    [InlineData("space ")]
    [InlineData("folder/aux/x")]
    public void A_name_that_Windows_forbids_is_refused_there_only(string name)
    {
        Assert.NotNull(Check(isWindows: true).Check(File, name, 1, "").Reason);
        Assert.Null(Check().Check(File, name, 1, "").Reason);
    }

    [Theory]
    [InlineData("console.txt")]
    [InlineData("com10")]
    [InlineData("a.b.c")]
    [InlineData(".hidden")]
    [InlineData("日本")]
    public void Other_names_are_accepted_on_Windows(string name) => Assert.Null(Check(isWindows: true).Check(File, name, 1, "").Reason);

    [Theory]
    [InlineData("..\\x")]
    [InlineData("C:\\x")]
    [InlineData("\\\\server\\share")]
    public void A_link_with_Windows_separators_is_refused_on_Windows(string target) =>
        Assert.NotNull(Check(isWindows: true).Check(Link, "a/l", 0, target).Reason);

    [Fact]
    public void Names_that_differ_in_case_are_equal_on_a_case_insensitive_file_system()
    {
        var check = Check(isWindows: true);
        Assert.Null(check.Check(Link, "Link", 0, "x").Reason);

        Assert.NotNull(check.Check(File, "link/y", 1, "").Reason);
        Assert.NotNull(check.Check(File, "LINK", 1, "").Reason);
    }

    private static EntryCheck Check(bool isWindows = false, long room = 1000) =>
        new(isWindows, isWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal, room);
}
