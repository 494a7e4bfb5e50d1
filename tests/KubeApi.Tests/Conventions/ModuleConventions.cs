using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KubeApi.Client.Http;
using KubeApi.Commands.Base;
using KubeApi.Loader;

namespace KubeApi.Tests.Conventions;

/// <summary>Conventions for cmdlets and for the shipped files.</summary>
public sealed partial class ModuleConventions
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly Type[] s_cmdlets =
        [.. typeof(KubeApiCmdlet).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Cmdlet)))];

    public static TheoryData<Type> Cmdlets => [.. s_cmdlets];

    private static string NameOf(Type cmdlet)
    {
        var attribute = cmdlet.GetCustomAttribute<CmdletAttribute>()!;
        return $"{attribute.VerbName}-{attribute.NounName}";
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_sealed_and_in_its_own_file(Type cmdlet)
    {
        var file = Path.Combine(Repository.Root, "src", "KubeApi", "Commands", cmdlet.Name + ".cs");

        Assert.True(cmdlet.IsSealed);
        Assert.Equal(NameOf(cmdlet).Replace("-", "", StringComparison.Ordinal) + "Command", cmdlet.Name);
        Assert.True(File.Exists(file), file);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_at_most_three_base_classes(Type cmdlet) =>
        Assert.InRange(BasesOf(cmdlet).Count(), 0, 3);

    // Because of single inheritance, two base classes repeat some parameters.
    [Theory]
    [InlineData("Session")]
    [InlineData("RequestTimeout")]
    [InlineData("DryRun")]
    [InlineData("FieldValidation")]
    [InlineData("FieldManager")]
    [InlineData("ShowManagedFields")]
    public void A_parameter_is_the_same_in_every_base_class(string name)
    {
        var declared = s_cmdlets.SelectMany(BasesOf).Distinct()
            .Select(t => t.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).OfType<PropertyInfo>()
            .Where(p => p.DeclaringType != typeof(ConnectionCmdlet));

        Assert.Single(declared.Select(p => $"{p.PropertyType} {string.Join(", ", p.GetCustomAttributesData().Select(a => a.ToString()).Order())}").Distinct());
    }

    // A view of a renamed type would silently never apply. KubeApi.Object… are type names that the module adds to its objects.
    [Theory]
    [InlineData("src/KubeApi/Formatting/KubeApi.Format.ps1xml")]
    [InlineData("src/KubeApi/Output/KubeApi.Types.ps1xml")]
    public void A_view_names_an_existing_type(string file)
    {
        Assembly[] assemblies = [typeof(KubeApiCmdlet).Assembly, typeof(ApiClient).Assembly, typeof(PlatformAssemblies).Assembly];
        // PowerShell prefixes the types of objects that were serialized.
        var names = XDocument.Load(Path.Combine(Repository.Root, file)).Descendants("TypeName").Select(
            n => n.Value.Replace("Deserialized.", "", StringComparison.Ordinal));

        Assert.All(
            names.Where(n => !IsGivenName(n)),
            n => Assert.Contains(assemblies, a => a.GetType(n.Split(", ")[0]) is not null));
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        var manifest = File.ReadAllText(Path.Combine(Repository.Root, "KubeApi.psd1"));

        var exported = ExportedCmdlet().Matches(manifest).Select(m => m.Value).Distinct().Order();

        Assert.Equal(s_cmdlets.Select(NameOf).Order(), exported);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_help_for_each_parameter_and_an_example(Type cmdlet)
    {
        var help = XDocument.Load(Path.Combine(Repository.Root, "en-US", "KubeApi.dll-Help.xml"));

        var command = Assert.Single(help.Descendants(s_command + "command"), c => c.Descendants(s_command + "name").First().Value.Trim() == NameOf(cmdlet));

        Assert.NotEmpty(command.Descendants(s_command + "example"));
        var documented = command.Element(s_command + "parameters")!.Elements().Select(p => p.Element(s_maml + "name")!.Value.Trim());
        Assert.Equal(ParametersOf(cmdlet).Order(), documented.Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_with_output_declares_its_type(Type cmdlet) =>
        Assert.True(cmdlet.GetCustomAttributes<OutputTypeAttribute>().Any() || cmdlet.Name.StartsWith("Disconnect", StringComparison.Ordinal));

    [Fact]
    public void The_module_contains_only_its_own_assemblies()
    {
        var module = Path.GetDirectoryName(Repository.Module)!;

        Assert.Equal(["KubeApi.Client.dll", "KubeApi.dll", "KubeApi.Loader.dll"], Directory.GetFiles(module, "*.dll").Select(Path.GetFileName).Order());
        Assert.Equal(["KubeApi.Yaml.dll", "SharpYaml.dll"], Directory.GetFiles(Path.Combine(module, "Yaml"), "*.dll").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_version_is_written_in_one_place()
    {
        var manifest = File.ReadAllText(Path.Combine(Repository.Root, "KubeApi.psd1"));

        Assert.Equal(typeof(KubeApiCmdlet).Assembly.GetName().Version!.ToString(3), ModuleVersion().Match(manifest).Groups[1].Value);
    }

    [Fact]
    public void Views_and_help_pages_name_existing_types()
    {
        string[] files =
            ["src/KubeApi/Formatting/KubeApi.Format.ps1xml", "en-US/KubeApi.dll-Help.xml"];
        var assemblies = new[] { typeof(KubeApiCmdlet).Assembly, typeof(ApiClient).Assembly };

        var named = files.SelectMany(f => TypeInModule().Matches(File.ReadAllText(Path.Combine(Repository.Root, f)))).Select(m => m.Value)
            // API objects have type names without types.
            .Where(name => !IsGivenName(name))
            .ToList();

        Assert.Contains("KubeApi.Session.KubeApiSession", named);
        Assert.DoesNotContain(named, name => assemblies.All(a => a.GetType(name) is null));
    }

    [Fact]
    public void The_tests_host_the_same_PowerShell_as_Pester()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var tools = File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json"));

        var sdk = packages.Descendants("PackageVersion").Single(p => p.Attribute("Include")!.Value == "Microsoft.PowerShell.SDK");

        Assert.Contains($"\"version\": \"{sdk.Attribute("Version")!.Value}\"", tools, StringComparison.Ordinal);
    }

    // API objects, the events of each kind, the subjects of a permission, and the usage of nodes and containers have type names of their own.
    private static bool IsGivenName(string name) =>
        name.StartsWith("KubeApi.Object", StringComparison.Ordinal) || name.StartsWith("KubeApi.WatchEvent", StringComparison.Ordinal)
        || name.StartsWith("KubeApi.Usage.Of", StringComparison.Ordinal) || name.StartsWith("KubeApi.AccessSubject.", StringComparison.Ordinal);

    private static IEnumerable<Type> BasesOf(Type cmdlet)
    {
        for (var type = cmdlet.BaseType!; type.Assembly == cmdlet.Assembly; type = type.BaseType!)
        {
            yield return type;
        }
    }

    private static IEnumerable<string> ParametersOf(Type cmdlet) =>
        // A hidden parameter only catches arguments that are refused.
        cmdlet.GetProperties().Where(p => p.GetCustomAttributes<ParameterAttribute>(inherit: false).Any(a => !a.DontShow)).Select(p => p.Name)
            .Concat(cmdlet.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess ? ["Confirm", "WhatIf"] : []);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+-KubeApi[A-Za-z]*")]
    private static partial Regex ExportedCmdlet();

    [GeneratedRegex(@"(?<=<TypeName>|<maml:name>|\[)KubeApi(?:\.[A-Z]\w+)+(?=[<\]])")]
    private static partial Regex TypeInModule();

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
