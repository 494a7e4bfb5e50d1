using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace KubeApi.Output;

/// <summary>Creates objects that consist of note properties.</summary>
internal static class PropertyBag
{
    /// <summary>
    /// An object with room for a number of properties. This constructor of PowerShell 7, which the reference assembly does not have, keeps the properties in
    /// the object. <c>new PSObject()</c> keeps them in a ConditionalWeakTable, whose entry every garbage collection scans until a full one removes it.
    /// </summary>
    /// <param name="capacity">The number of properties; it may grow.</param>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern PSObject Create(int capacity);
}
