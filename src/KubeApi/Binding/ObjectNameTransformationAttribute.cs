using System.Collections;
using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>
/// Takes names, and objects for their <c>metadata.name</c>. Anything else PowerShell would turn into its ToString, which is nobody's name.
/// Of a Namespace comes a <see cref="NameArgument"/>, which a parameter of strings takes as its name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectNameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => EmptyValue.Bare(inputData) switch
    {
        null => null,
        IList items => items.Cast<object?>().Select(Name).ToArray(),
        _ => Name(inputData),
    };

    private static object Name(object? item) => EmptyValue.Bare(item) switch
    {
        string { Length: > 0 } name => name,
        ValueType value => value.ToString()!,
        { } o when ApiObject.NameOf(o) is { Length: > 0 } name =>
            (ObjectMember.Of(o, "apiVersion"), ObjectMember.Of(o, "kind")) is ("v1", "Namespace") ? new NameArgument(name, isNamespace: true) : name,
        var other => throw new ArgumentTransformationMetadataException(
            $"A name is required; this is {(other is null ? "null" : other is string ? "empty" : "something else")}. To read API objects again, pipe them "
                + "in without -Resource. After TYPE/NAME, give the next argument its parameter name, such as -Patch."),
    };
}
