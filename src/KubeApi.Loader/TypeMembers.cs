using System.Management.Automation;
using KubeApi.Formatting;
using KubeApi.Output;

namespace KubeApi.Loader;

/// <summary>
/// The members that KubeApi.Types.ps1xml adds to objects. PowerShell reads that file before it imports the nested modules. It finds the methods by reflection,
/// which must not load the assembly that implements them: <see cref="PlatformAssemblies"/> has not chosen it yet.
/// </summary>
public static class TypeMembers
{
    /// <inheritdoc cref="HiddenMembers.Name"/>
    public static object? Name(PSObject? o) => HiddenMembers.Name(o);

    /// <inheritdoc cref="HiddenMembers.Namespace"/>
    public static object? Namespace(PSObject? o) => HiddenMembers.Namespace(o);

    /// <inheritdoc cref="HiddenMembers.Created"/>
    public static object? Created(PSObject? o) => HiddenMembers.Created(o);

    /// <inheritdoc cref="HiddenMembers.Age"/>
    public static object? Age(PSObject? o) => HiddenMembers.Age(o);

    /// <inheritdoc cref="HiddenMembers.Columns"/>
    public static object? Columns(PSObject? o) => HiddenMembers.Columns(o);

    /// <inheritdoc cref="HiddenMembers.Result"/>
    public static object? Result(PSObject? o) => HiddenMembers.Result(o);

    /// <inheritdoc cref="HiddenMembers.Depth"/>
    public static object? Depth(PSObject? o) => HiddenMembers.Depth(o);

    /// <inheritdoc cref="HiddenMembers.LastSeen"/>
    public static object? LastSeen(PSObject? o) => HiddenMembers.LastSeen(o);

    /// <inheritdoc cref="HiddenMembers.FirstSeen"/>
    public static object? FirstSeen(PSObject? o) => HiddenMembers.FirstSeen(o);

    /// <inheritdoc cref="HiddenMembers.Occurrences"/>
    public static object Occurrences(PSObject? o) => HiddenMembers.Occurrences(o);

    /// <inheritdoc cref="HiddenMembers.Container"/>
    public static object? Container(PSObject? o) => HiddenMembers.Container(o);

    /// <inheritdoc cref="HiddenMembers.ToString(PSObject?)"/>
    public static string ToString(PSObject? o) => HiddenMembers.ToString(o);

    /// <inheritdoc cref="TableCell.NameOf"/>
    public static string NameCell(PSObject? o) => TableCell.NameOf(o);

    /// <inheritdoc cref="TableCell.ReadyOf"/>
    public static string ReadyCell(PSObject? o) => TableCell.ReadyOf(o);

    /// <inheritdoc cref="TableCell.StatusOf"/>
    public static string StatusCell(PSObject? o) => TableCell.StatusOf(o);

    /// <inheritdoc cref="TableCell.RestartsOf"/>
    public static string RestartsCell(PSObject? o) => TableCell.RestartsOf(o);

    /// <inheritdoc cref="TableCell.Namespace"/>
    public static string NamespaceCell(PSObject? o) => TableCell.Namespace(o);

    /// <inheritdoc cref="TableCell.AgeOf"/>
    public static string AgeCell(PSObject? o) => TableCell.AgeOf(o);
}
