using System.Collections;
using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>Reads a member of an API object that is a PSObject or a dictionary.</summary>
internal static class ObjectMember
{
    /// <summary>The member's value; a string is unwrapped. Null if the member is missing.</summary>
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
