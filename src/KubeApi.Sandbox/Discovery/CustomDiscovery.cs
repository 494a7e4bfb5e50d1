using System.Security.Cryptography;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Discovery;

/// <summary>The discovery of custom resources, in its three forms.</summary>
internal static class CustomDiscovery
{
    /// <summary>The groups in the order of their names, with the established definitions that have a served version.</summary>
    public static IEnumerable<IGrouping<string, CustomDefinition>> Groups(IEnumerable<CustomDefinition> definitions) => definitions
        .Where(definition => definition.IsEstablished && definition.Versions.Any(version => version.IsServed))
        .GroupBy(definition => definition.Group)
        .OrderBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>The served versions of a group, the preferred one first.</summary>
    public static IEnumerable<string> VersionsOf(IEnumerable<CustomDefinition> group) => group.SelectMany(definition => definition.Versions)
        .Where(version => version.IsServed).Select(version => version.Name).Distinct().Order(VersionOrder.NewestFirst);

    /// <summary>An item of the aggregated `/apis`.</summary>
    public static JsonObject Aggregated(IGrouping<string, CustomDefinition> group) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. VersionsOf(group).Select(version => new JsonObject
        {
            ["version"] = version,
            ["resources"] = new JsonArray([.. Served(group, version).Select(served => Aggregated(served.Definition, served.Version))]),
            ["freshness"] = "Current",
        })]),
    };

    /// <summary>A group of the old `/apis`.</summary>
    public static JsonObject Legacy(IGrouping<string, CustomDefinition> group)
    {
        var versions = VersionsOf(group).Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToList();
        return new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    }

    /// <summary>`/apis/GROUP/VERSION`.</summary>
    public static JsonObject Resources(IEnumerable<CustomDefinition> definitions, string group, string version) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = $"{group}/{version}",
        ["resources"] = new JsonArray([.. Served(definitions.Where(definition => definition.IsEstablished && definition.Group == group), version)
            .SelectMany(served => Resources(served.Definition, served.Version))]),
    };

    private static IEnumerable<(CustomDefinition Definition, CustomVersion Version)> Served(IEnumerable<CustomDefinition> definitions, string name) =>
        from definition in definitions
        from version in definition.Versions
        where version.IsServed && version.Name == name
        select (definition, version);

    private static JsonObject Aggregated(CustomDefinition definition, CustomVersion version)
    {
        var resource = new JsonObject
        {
            ["resource"] = definition.Plural,
            ["responseKind"] = Kind(definition.Group, version.Name, definition.Kind),
            ["scope"] = definition.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = definition.Singular,
            ["verbs"] = Texts(CustomTypes.Verbs),
        };
        AddNames(resource, definition);
        var subresources = new JsonArray();
        if (version.Scale is not null)
        {
            subresources.Add(Subresource("scale", Kind("autoscaling", "v1", "Scale")));
        }

        if (version.HasStatus)
        {
            subresources.Add(Subresource("status", Kind(definition.Group, version.Name, definition.Kind)));
        }

        if (subresources.Count > 0)
        {
            resource["subresources"] = subresources;
        }

        return resource;
    }

    private static IEnumerable<JsonObject> Resources(CustomDefinition definition, CustomVersion version)
    {
        var storage = definition.Versions.First(known => known.IsStorage).Name;
        var resource = new JsonObject
        {
            ["name"] = definition.Plural,
            ["singularName"] = definition.Singular,
            ["namespaced"] = definition.IsNamespaced,
            ["kind"] = definition.Kind,
            ["verbs"] = Texts(CustomTypes.Verbs),
        };
        AddNames(resource, definition);
        resource["storageVersionHash"] = Convert.ToBase64String(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{definition.Group}/{storage}/{definition.Kind}")).AsSpan(0, 8));
        yield return resource;
        if (version.HasStatus)
        {
            yield return Part(definition, "status", definition.Kind);
        }

        if (version.Scale is not null)
        {
            var scale = Part(definition, "scale", "Scale");
            scale.Insert(scale.IndexOf("kind"), "group", "autoscaling");
            scale.Insert(scale.IndexOf("kind"), "version", "v1");
            yield return scale;
        }
    }

    private static JsonObject Part(CustomDefinition definition, string name, string kind) => new()
    {
        ["name"] = $"{definition.Plural}/{name}",
        ["singularName"] = "",
        ["namespaced"] = definition.IsNamespaced,
        ["kind"] = kind,
        ["verbs"] = Texts(CustomTypes.SubresourceVerbs),
    };

    private static JsonObject Subresource(string name, JsonObject kind) =>
        new() { ["subresource"] = name, ["responseKind"] = kind, ["verbs"] = Texts(CustomTypes.SubresourceVerbs) };

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static void AddNames(JsonObject resource, CustomDefinition definition)
    {
        resource.Set("shortNames", definition.ShortNames);
        resource.Set("categories", definition.Categories);
    }

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
