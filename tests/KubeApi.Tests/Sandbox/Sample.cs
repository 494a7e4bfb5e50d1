using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Small bodies for requests.</summary>
internal static class Sample
{
    /// <summary>An object of any kind with a name, labels and the given members.</summary>
    public static string Named(string name, IReadOnlyDictionary<string, string>? labels = null, params (string Name, JsonNode Value)[] members)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
        {
            metadata["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, JsonValue.Create(label.Value))));
        }

        var value = new JsonObject { ["metadata"] = metadata };
        foreach (var (member, content) in members)
        {
            value[member] = content;
        }

        return value.ToJsonString();
    }

    public static (string Name, JsonNode Value) Data(string key, string value) => ("data", new JsonObject { [key] = value });

    public static Dictionary<string, string> Label(string name, string value) => new() { [name] = value };

    /// <summary>A Role that allows verbs on resources of the core group.</summary>
    public static string Role(string name, string[] verbs, string[] resources, params string[] names)
    {
        var rule = new JsonObject { ["verbs"] = Strings(verbs), ["apiGroups"] = Strings([""]), ["resources"] = Strings(resources) };
        if (names.Length > 0)
        {
            rule["resourceNames"] = Strings(names);
        }

        return Named(name, null, ("rules", new JsonArray(rule)));
    }

    /// <summary>A binding of a role to a user.</summary>
    public static string Binding(string name, string roleKind, string role, string subjectKind, string subject, string? subjectNamespace = null)
    {
        var who = new JsonObject { ["kind"] = subjectKind, ["name"] = subject };
        if (subjectNamespace is null)
        {
            who["apiGroup"] = "rbac.authorization.k8s.io";
        }
        else
        {
            who["namespace"] = subjectNamespace;
        }

        var reference = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = roleKind, ["name"] = role };
        return Named(name, null, ("subjects", new JsonArray(who)), ("roleRef", reference));
    }

    private static JsonArray Strings(string[] values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
