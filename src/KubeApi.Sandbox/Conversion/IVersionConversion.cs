using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Conversion;

/// <summary>A version in which objects are served, but not stored. Nothing is lost on the way there and back.</summary>
internal interface IVersionConversion
{
    /// <summary>Makes of an object as it is stored what this version shows.</summary>
    JsonObject Show(JsonObject stored);

    /// <summary>Makes of an object of this version what is stored.</summary>
    JsonObject Store(JsonObject shown);

    /// <summary>
    /// The conversion of a resource; null for the version in which its objects are stored, which all built-in ones have only one of but this.
    /// </summary>
    static IVersionConversion? For(string group, string version, string resource) =>
        (group, version, resource) == ("autoscaling", "v1", "horizontalpodautoscalers") ? new AutoscalerVersion1() : null;
}
