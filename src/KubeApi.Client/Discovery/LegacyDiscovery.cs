using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Reads legacy discovery: one document for the groups, one for each version's resources.</summary>
internal static class LegacyDiscovery
{
    /// <summary>Reads <c>/api</c> (<c>APIVersions</c>) or <c>/apis</c> (<c>APIGroupList</c>).</summary>
    public static List<ApiGroup> ReadGroups(JsonElement root)
    {
        if (root.Texts("versions") is { Length: > 0 } versions && root.Text("kind") == "APIVersions")
        {
            return [new ApiGroup { Name = "", Versions = versions, PreferredVersion = versions[0] }];
        }

        return [.. root.Items("groups").Select(ReadGroup).Where(g => g.Versions.Count > 0)];
    }

    /// <summary>Reads an <c>APIResourceList</c>; subresources such as <c>pods/log</c> are added to their resource.</summary>
    public static IEnumerable<ApiResource> ReadResources(JsonElement root, ApiGroup group, string version)
    {
        var entries = root.Items("resources").ToList();
        var subresources = entries.Select(e => e.Text("name").Split('/', 2)).Where(n => n.Length == 2).ToLookup(n => n[0], n => n[1]);
        var verbs = entries.DistinctBy(e => e.Text("name")).ToDictionary(e => e.Text("name"), IReadOnlyList<string> (e) => e.Texts("verbs"));
        return entries.Where(e => !e.Text("name").Contains('/', StringComparison.Ordinal)).Select(e => new ApiResource
        {
            Name = e.Text("name"),
            SingularName = TerminalText.Clean(e.Text("singularName")),
            ShortNames = TerminalText.Clean(e.Texts("shortNames")),
            Kind = TerminalText.Clean(e.Text("kind")),
            Group = group.Name,
            Version = version,
            Namespaced = e.IsTrue("namespaced"),
            Verbs = TerminalText.Clean(e.Texts("verbs")),
            Categories = TerminalText.Clean(e.Texts("categories")),
            Subresources = TerminalText.Clean(subresources[e.Text("name")]),
            SubresourceVerbs = subresources[e.Text("name")].Distinct().ToDictionary(s => s, s => verbs[$"{e.Text("name")}/{s}"]),
            IsPreferredVersion = version == group.PreferredVersion,
        }).Where(r => r.HasValidPath);
    }

    private static ApiGroup ReadGroup(JsonElement group)
    {
        var preferred = TerminalText.Clean(group.Child("preferredVersion").Text("version"));
        var versions = TerminalText.Clean(group.Items("versions").Select(v => v.Text("version")));
        return new ApiGroup
        {
            Name = TerminalText.Clean(group.Text("name")),
            Versions = [.. versions.OrderByDescending(v => v == preferred)],
            PreferredVersion = preferred.Length > 0 ? preferred : versions.FirstOrDefault(""),
        };
    }
}
