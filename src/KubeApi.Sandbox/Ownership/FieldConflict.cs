using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Ownership;

/// <summary>A field of another owner that an apply would change.</summary>
internal sealed record FieldConflict(Owner Owner, string Path)
{
    /// <summary>The failure of an apply with conflicts.</summary>
    public static StatusException Failure(IReadOnlyList<FieldConflict> conflicts)
    {
        var causes = conflicts.Select(conflict => new StatusCause("FieldManagerConflict", $"conflict with {conflict.Owner}", conflict.Path)).ToList();
        var list = conflicts.GroupBy(conflict => conflict.Owner)
            .Select(group => $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => "- " + conflict.Path))}");
        var message = conflicts.Count == 1
            ? $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}"
            : $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', list)}";
        return ApiErrors.Fail(409, "Conflict", message, new StatusDetails { Causes = causes });
    }
}
