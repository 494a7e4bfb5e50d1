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
            "gt" => isPresent && long.TryParse(value, out var number) && number > long.Parse(Values[0], CultureInfo.InvariantCulture),
            "lt" => isPresent && long.TryParse(value, out var number) && number < long.Parse(Values[0], CultureInfo.InvariantCulture),
            _ => false,
        };
    }
}
