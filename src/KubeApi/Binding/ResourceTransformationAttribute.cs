using System.Collections;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>
/// Rejects an API object as a resource type. PowerShell would convert it to <c>Pod/web-1</c>, which may be another object in another namespace. An object at
/// the first position then binds to -InputObject; after -Resource it is an unknown type.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ResourceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>How to pipe an object, for a command that takes none at this position; an object is an error then.</summary>
    public string? Piped { get; set; }

    /// <summary>What to do with several values, for a parameter that takes one.</summary>
    public string? Several { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Several is not null && EmptyValue.Unwrap(inputData) is object?[] { Length: > 1 } values
            ? throw new ArgumentTransformationMetadataException($"It takes one value, not {string.Join(',', values)}. {Several}")
        : inputData is object?[] items && items.Any(IsObject) ? items.Select(i => IsObject(i) ? Refuse() : i).ToArray()
        : IsObject(inputData) ? Refuse()
        : inputData;

    private NoResource Refuse() =>
        Piped is null ? new NoResource() : throw new ArgumentTransformationMetadataException($"Objects come from the pipeline: {Piped}");

    private static bool IsObject(object? input) => input is PSObject { BaseObject: PSCustomObject or IDictionary } or IDictionary;

    private sealed class NoResource
    {
        public override string ToString() => "an object (-InputObject takes it)";
    }
}
