using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Conversion;

/// <summary>A version that is served but not stored. The conversion is lossless.</summary>
internal interface IVersionConversion
{
    /// <summary>Converts a stored object to this version.</summary>
    JsonObject Show(JsonObject stored);

    /// <summary>Converts an object of this version to the stored one.</summary>
    JsonObject Store(JsonObject shown);

    /// <summary>The conversion of a resource; null for the stored version. Only one built-in resource has another version.</summary>
    static IVersionConversion? For(string group, string version, string resource) =>
        (group, version, resource) == ("autoscaling", "v1", "horizontalpodautoscalers") ? new AutoscalerVersion1() : null;
}
