using System.Collections;
using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>Reads a member of whatever stands for an API object: a PSObject, or a dictionary.</summary>
internal static class ObjectMember
{
    /// <summary>The member's value, without the wrapping that a text may have; null if it is absent.</summary>
    public static object? Of(object? owner, string name) => owner switch
    {
        PSObject { BaseObject: IDictionary dictionary } => dictionary[name],
        IDictionary dictionary => dictionary[name],
        PSObject o => o.Properties[name]?.Value,
        _ => null,
    } switch
    {
        PSObject { BaseObject: string text } => text,
        var value => value,
    };
}
