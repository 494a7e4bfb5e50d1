namespace KubeApi.Sandbox.Selectors;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Operator">`=`, `!=`, `in`, `notin`, `exists`, `!`, `gt` or `lt`; `==` is `=`.</param>
internal sealed record LabelRequirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var isPresent = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "exists" => isPresent,
            "!" => !isPresent,
            "=" or "in" => isPresent && Values.Contains(value!),
            // A missing label differs from every value.
            "!=" or "notin" => !isPresent || !Values.Contains(value!),
            "gt" or "lt" => long.TryParse(value, CultureInfo.InvariantCulture, out var number)
                && Values is [var limit, ..] && long.TryParse(limit, CultureInfo.InvariantCulture, out var bound)
                && (Operator == "gt" ? number > bound : number < bound),
            _ => false,
        };
    }
}
