//! The gazetteer inside the program: it opens, and leads from names to places.

#[test]
fn well_known_names_lead_to_their_places() {
    let gazetteer = reading::bundled_gazetteer();
    assert!(gazetteer.len() > 280_000, "{gazetteer:?}");
    for (name, country, lat, lon) in [
        ("Mariupol", "UKR", 47.1, 37.5),
        ("São Paulo", "BRA", -23.5, -46.6),
        ("Sharm el-Sheikh", "EGY", 27.9, 34.3),
        ("Boa Vista", "BRA", 2.8, -60.7),
        ("Tumeremo", "VEN", 7.3, -61.5),
        ("Rapides Parish", "USA", 31.3, -92.4),
    ] {
        let sites: Vec<_> = gazetteer.find(name).iter().map(|p| gazetteer.site(p.site)).collect();
        let found = sites.iter().any(|site| {
            let near = (site.point.0 - lat).abs() < 0.5 && (site.point.1 - lon).abs() < 0.5;
            near && site.country.is_some_and(|c| c.as_str() == country)
        });
        assert!(found, "{name}: {sites:?}");
    }
}
