using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>
/// Takes names, and objects for their <c>metadata.name</c>. Anything else PowerShell would turn into its ToString, which is nobody's name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectNameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        PSObject { BaseObject: object?[] items } => Names(items),
        object?[] items => Names(items),
        null => null,
        _ => new[] { Name(inputData) },
    };

    private static string[] Names(object?[] items) => [.. items.Select(Name)];

    private static string Name(object? item) => item switch
    {
        string name => name,
        PSObject { BaseObject: string name } => name,
        PSObject { BaseObject: ValueType value } => value.ToString()!,
        ValueType value => value.ToString()!,
        PSObject o when ApiObject.NameOf(o) is { Length: > 0 } name => name,
        _ => throw new ArgumentTransformationMetadataException(
            $"A name is needed, and this is {(item is null ? "null" : "something else")}. To read API objects again, pipe them in without -Resource; behind TYPE/NAME, name the parameter that is meant, as -Patch."),
    };
}
