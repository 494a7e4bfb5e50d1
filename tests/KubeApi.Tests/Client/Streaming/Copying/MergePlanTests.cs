using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Which entries of a tree are moved to the target. A folder ends with <c>/</c>, a link with <c>@</c>.</summary>
public sealed class MergePlanTests
{
    [Theory]
    [InlineData("/ a b/ b/c", "", false, "<root>", "")]
    [InlineData("f", "", false, "f", "")]
    [InlineData("/ a b/ b/c", "/", false, "a b", "")]
    [InlineData("/ a b/ b/c b/d", "/ b/ b/c", false, "a b/d", "b/c")]
    [InlineData("/ a b/ b/c b/d", "/ b/ b/c", true, "a b/c b/d", "")]
    [InlineData("/ a", "/ a/", true, "", "a")]
    [InlineData("/ a/ a/b a/c/ a/c/d e", "/ a", true, "e", "a")]
    [InlineData("/ l@", "/ l", true, "l", "")]
    [InlineData("/ a/ a/b", "/ a@", true, "", "a")]
    [InlineData("/ b/ b/c b2 b2/x", "/ b/", false, "b/c b2", "")]
    [InlineData("/", "", false, "<root>", "")]
    [InlineData("/", "/", false, "", "")]
    [InlineData("/", "file", false, "", "<root>")]
    public void A_tree_is_merged(string entries, string existing, bool overwrites, string moves, string conflicts)
    {
        var present = existing.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            e => e == "file" ? "" : e.TrimEnd('/', '@'), e => e.EndsWith('/'), StringComparer.Ordinal);

        var plan = MergePlan.Make(entries.Split(' ').Select(Entry), present, overwrites);

        Assert.Equal(moves, string.Join(' ', plan.Moves.Select(Show)));
        Assert.Equal(conflicts, string.Join(' ', plan.Conflicts.Select(c => Show(c.Path))));
    }

    [Fact]
    public void An_item_is_moved_with_its_folder_unless_it_exists()
    {
        var plan = MergePlan.Make([Entry("/"), Entry("a/"), Entry("a/b"), Entry("c")], new Dictionary<string, bool> { [""] = true, ["c"] = false }, false);

        Assert.Equal([false, true, true, true, false], new[] { "", "a", "a/b", "a/b/c", "c" }.Select(plan.IsMoved()));
    }

    private static TreeEntry Entry(string text) => new(
        text.TrimEnd('/', '@'), text.EndsWith('/') ? ItemKind.Folder : text.EndsWith('@') ? ItemKind.Link : ItemKind.File);

    private static string Show(string path) => path.Length == 0 ? "<root>" : path;
}
