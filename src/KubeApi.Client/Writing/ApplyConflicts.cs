using System.Text.RegularExpressions;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Interprets the conflicts of an apply.</summary>
internal static partial class ApplyConflicts
{
    /// <summary>Whether the object was written since it was read.</summary>
    public static bool IsOfVersion(KubeApiException e) => e.StatusCode == 409 && e.Status.Causes.Count == 0;

    /// <summary>
    /// The conflicts that the apply may override; null if it may not. A dry run migrates no ownership, so it overrides the fields that would have been
    /// migrated; so does an apply patch, and the fields of the manager's own scale.
    /// </summary>
    public static List<StatusCause>? Overridable(KubeApiException e, bool force, WriteOptions options)
    {
        var conflicts = e.StatusCode == 409 ? e.Status.Causes.Where(c => c.Reason == "FieldManagerConflict").ToList() : [];
        return conflicts.Count > 0 && (force || conflicts.TrueForAll(c => IsOwn(c, options))) ? conflicts : null;
    }

    /// <summary>The failure without the manager's own conflicts, which the user need not resolve; null if it has none, or no others.</summary>
    public static KubeApiException? OfOthers(KubeApiException e, WriteOptions options)
    {
        var others = e.Status.Causes.Where(c => !IsOwn(c, options)).ToList();
        return others.Count == 0 || others.Count == e.Status.Causes.Count ? null : e.WithCauses(
            $"Apply failed with {others.Count} conflict{(others.Count == 1 ? "" : "s")}: {string.Join(", ", others.Select(c => $"{c.Message}: {c.Field}"))}",
            others);
    }

    /// <summary>Whether the conflict is with another write of the same manager.</summary>
    public static bool IsOwn(StatusCause conflict, WriteOptions options) =>
        Owner().Match(conflict.Message) is { Success: true } match
        && (match.Groups[2].Value == (options.Subresource ?? "")
            ? OwnershipMigration.IsMovable(match.Groups[1].Value, options.FieldManager!)
            : IsOwnScale(match.Groups[1].Value, match.Groups[2].Value, options));

    // The ownership of a scale is not migrated: an apply without replicas would drop them. An apply with replicas intends to set them.
    private static bool IsOwnScale(string manager, string subresource, WriteOptions options) =>
        options.Subresource is null && subresource == "scale" && manager == options.FieldManager;

    [GeneratedRegex("conflict with \"([^\"]+)\"(?: with subresource \"([^\"]+)\")?")]
    private static partial Regex Owner();
}
