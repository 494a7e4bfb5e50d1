using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Reads <c>APIGroupDiscoveryList</c>: groups, versions and resources in one document (KEP-3352).</summary>
internal static class AggregatedDiscovery
{
    public static bool IsAggregated(JsonElement root) => root.Text("kind") == "APIGroupDiscoveryList";

    public static ApiCatalog Read(JsonElement root)
    {
        List<ApiGroup> groups = [];
        List<ApiResource> resources = [];
        List<string> warnings = [];
        foreach (var item in root.Items("items"))
        {
            var group = TerminalText.Clean(item.Child("metadata").Text("name"));
            var versions = TerminalText.Clean(item.Items("versions").Select(v => v.Text("version")));
            if (versions.Length == 0)
            {
                continue;
            }

            // The first version is the preferred one.
            var preferred = versions[0];
            groups.Add(new ApiGroup { Name = group, Versions = versions, PreferredVersion = preferred });
            foreach (var version in item.Items("versions"))
            {
                var name = version.Text("version");
                if (version.Text("freshness") == "Stale")
                {
                    warnings.Add($"The server could not refresh its description of the API group version '{group}/{name}'; its last known state is used.");
                }

                resources.AddRange(version.Items("resources").Select(r => ReadResource(r, group, name, name == preferred)).Where(r => r.HasValidPath));
            }
        }

        return new ApiCatalog(groups, resources, warnings);
    }

    // An empty group or version of responseKind means the enclosing one, which is always used here because it is part of the path.
    private static ApiResource ReadResource(JsonElement resource, string group, string version, bool preferred) => new()
    {
        Name = resource.Text("resource"),
        SingularName = TerminalText.Clean(resource.Text("singularResource")),
        ShortNames = TerminalText.Clean(resource.Texts("shortNames")),
        Kind = TerminalText.Clean(resource.Child("responseKind").Text("kind")),
        Group = group,
        Version = version,
        Namespaced = resource.Text("scope") == "Namespaced",
        Verbs = TerminalText.Clean(resource.Texts("verbs")),
        Categories = TerminalText.Clean(resource.Texts("categories")),
        Subresources = TerminalText.Clean(resource.Items("subresources").Select(s => s.Text("subresource"))),
        SubresourceVerbs = resource.Items("subresources").DistinctBy(s => s.Text("subresource"))
            .ToDictionary(s => s.Text("subresource"), IReadOnlyList<string> (s) => s.Texts("verbs")),
        IsPreferredVersion = preferred,
    };
}
