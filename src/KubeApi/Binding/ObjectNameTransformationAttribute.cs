using System.Collections;
using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>
/// Accepts names, and objects for their <c>metadata.name</c>. PowerShell would convert anything else to its ToString, which is not a name. A Namespace becomes
/// a <see cref="NameArgument"/>, which a string parameter accepts as its name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectNameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => EmptyValue.Unwrap(inputData) switch
    {
        null => null,
        IList items => items.Cast<object?>().Select(Name).ToArray(),
        _ => Name(inputData),
    };

    private static object Name(object? item) => EmptyValue.Unwrap(item) switch
    {
        string { Length: > 0 } name => name,
        // 0123, 1e5 and 1kb are names.
        ValueType => ArgumentText.Of(item),
        { } o when ApiObject.NameOf(o) is { Length: > 0 } name =>
            (ObjectMember.Of(o, "apiVersion"), ObjectMember.Of(o, "kind")) is ("v1", "Namespace") ? new NameArgument(name, isNamespace: true) : name,
        var other => throw new ArgumentTransformationMetadataException(
            other is null or string ? $"A name is required; this is {(other is null ? "null" : "empty")}. Is a variable misspelled?"
            : "A name is required; this is something else. To read API objects again, pipe them in without -Resource. After TYPE/NAME, specify the "
                + "parameter name of the next argument, such as -Patch."),
    };
}
