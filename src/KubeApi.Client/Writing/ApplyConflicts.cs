using System.Text.RegularExpressions;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>With whom an apply is in conflict, and whether that is no conflict in truth.</summary>
internal static partial class ApplyConflicts
{
    /// <summary>Whether somebody wrote the object since it was read.</summary>
    public static bool IsOfVersion(KubeApiException e) => e.StatusCode == 409 && e.Status.Causes.Count == 0;

    /// <summary>
    /// What the apply may take over; null if it may not. A dry run moves nothing, so what would have been moved is overridden in it; likewise of an
    /// apply patch, and of what the manager scaled.
    /// </summary>
    public static List<StatusCause>? Overridable(KubeApiException e, bool force, WriteOptions options)
    {
        var conflicts = e.StatusCode == 409 ? e.Status.Causes.Where(c => c.Reason == "FieldManagerConflict").ToList() : [];
        return conflicts.Count > 0 && (force || conflicts.TrueForAll(c => IsOwn(c, options))) ? conflicts : null;
    }

    /// <summary>Whether it is with what the manager wrote itself, by another write.</summary>
    public static bool IsOwn(StatusCause conflict, WriteOptions options) =>
        Owner().Match(conflict.Message) is { Success: true } match
        && (match.Groups[2].Value == (options.Subresource ?? "")
            ? OwnershipMigration.IsMovable(match.Groups[1].Value, options.FieldManager!)
            : IsOwnScale(match.Groups[1].Value, match.Groups[2].Value, options));

    // A scale is not moved: an apply that names no replicas would drop those that it set. One that names them means them.
    private static bool IsOwnScale(string manager, string subresource, WriteOptions options) =>
        options.Subresource is null && subresource == "scale" && manager == options.FieldManager;

    [GeneratedRegex("conflict with \"([^\"]+)\"(?: with subresource \"([^\"]+)\")?")]
    private static partial Regex Owner();
}
