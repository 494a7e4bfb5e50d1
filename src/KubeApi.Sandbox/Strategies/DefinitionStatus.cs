using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The status of a CustomResourceDefinition: its accepted names, and that it can be used.</summary>
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

    /// <summary>Accepts the names. Those of other definitions are not compared.</summary>
    public static void AcceptNames(JsonObject definition, string now)
    {
        definition.Set("status.acceptedNames", definition.At("spec.names"));
        Conditions.Set(definition, now, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
        Conditions.Set(definition, now, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted");
    }
}
