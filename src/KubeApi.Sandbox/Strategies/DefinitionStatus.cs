using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The status of a CustomResourceDefinition: whether its names are free, and whether it can be used.</summary>
internal static class DefinitionStatus
{
    /// <summary>The status of a new definition, with its stored versions.</summary>
    public static void Begin(JsonObject definition)
    {
        definition["status"] ??= new JsonObject { ["conditions"] = null, ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" } };
        var status = definition.Child("status");
        var stored = status["storedVersions"] as JsonArray ?? [];
        foreach (var version in CustomDefinition.VersionsOf(definition).Select(version => new CustomVersion(version)).Where(version => version.IsStorage))
        {
            if (!stored.Any(name => name!.GetValue<string>() == version.Name))
            {
                stored.Add(version.Name);
            }
        }

        status["storedVersions"] = stored.DeepClone();
    }

    /// <summary>Accepts the names that are free in the group, and reports the others.</summary>
    /// <param name="others">The other definitions of the group.</param>
    public static void AcceptNames(JsonObject definition, IReadOnlyCollection<CustomDefinition> others, string now)
    {
        var wanted = definition.At("spec.names") as JsonObject ?? [];
        var accepted = (JsonObject?)definition.At("status.acceptedNames")?.DeepClone() ?? [];
        var resources = others.SelectMany(other => Texts(other.ShortNames).Append(other.Plural).Append(other.Singular)).ToHashSet(StringComparer.Ordinal);
        var kinds = others.SelectMany(other => (string[])[other.Kind, other.ListKind]).ToHashSet(StringComparer.Ordinal);
        (string Reason, string Message)? conflict = null;
        Accept("plural", "PluralConflict", resources);
        Accept("singular", "SingularConflict", resources);
        AcceptShortNames();
        Accept("kind", "KindConflict", kinds);
        Accept("listKind", "ListKindConflict", kinds);
        accepted.Set("categories", wanted["categories"]);
        definition.Child("status")["acceptedNames"] = accepted;
        if (conflict is { } taken)
        {
            Conditions.Set(definition, now, "NamesAccepted", "False", taken.Reason, taken.Message);
            if (Find(definition, "Established") is null)
            {
                Conditions.Set(definition, now, "Established", "False", "NotAccepted", "not all names are accepted");
            }

            return;
        }

        Conditions.Set(definition, now, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
        Conditions.Set(definition, now, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted");

        void Accept(string name, string reason, HashSet<string> inUse)
        {
            var text = wanted.StringAt(name) ?? "";
            if (text != accepted.StringAt(name) && inUse.Contains(text))
            {
                conflict = (reason, $"{ApiErrors.Quote(text)} is already in use");
            }
            else
            {
                accepted[name] = text;
            }
        }

        void AcceptShortNames()
        {
            var ours = Texts(accepted["shortNames"]);
            var taken = Texts(wanted["shortNames"]).Where(name => !ours.Contains(name) && resources.Contains(name)).Select(
                name => $"{ApiErrors.Quote(name)} is already in use").ToList();
            if (taken.Count > 0)
            {
                conflict = ("ShortNamesConflict", taken.Count == 1 ? taken[0] : $"[{string.Join(", ", taken)}]");
            }
            else
            {
                accepted.Set("shortNames", wanted["shortNames"]);
            }
        }
    }

    private static JsonObject? Find(JsonObject definition, string type) =>
        (definition.At("status.conditions") as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(condition => condition.StringAt("type") == type);

    private static List<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.GetValue<string>())];
}
