//! The editions under `valuation-standards/`, carried inside native builds.
//!
//! In WebAssembly they are files beside the module instead, so that a page loads only what it needs.

use crate::case::Node;
use crate::problem::Problem;
use crate::standard::Standards;

macro_rules! editions {
    ($($path:literal),* $(,)?) => {
        /// Every edition, as its path under `valuation-standards/` and its text; a test keeps the list complete.
        pub const BUNDLED: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../valuation-standards/", $path)))),*
        ];
    };
}

editions![
    "bank-policy/bank-bocom-beijing/2006.json",
    "bank-policy/bank-of-beijing-zhiquandai/2015.json",
    "bank-policy/example-bank/2026-12-01.json",
    "law/cn-appraisal-law/2016-12-01.json",
    "law/cn-bank-capital-rules/2024-01-01.json",
    "law/cn-civil-code/2021-01-01.json",
    "law/cn-copyright-law/2021-06-01.json",
    "law/cn-income-tax-law/2018-12-29.json",
    "law/cn-income-tax-rules/2019-04-23.json",
    "law/cn-ip-finance-pilot/2025-03-05.json",
    "law/cn-layout-regulation/2001-10-01.json",
    "law/cn-patent-annual-fees-compensation/2024-01-20.json",
    "law/cn-patent-annual-fees/2021-06-01.json",
    "law/cn-patent-law/2021-06-01.json",
    "law/cn-patent-pledge-registration/2021-11-15.json",
    "law/cn-patent-rules/2024-01-20.json",
    "law/cn-plant-variety-regulation/2014-07-29.json",
    "law/cn-plant-variety-regulation/2025-06-01.json",
    "law/cn-shenzhen-pledge-guide/2023.json",
    "law/cn-shenzhen-risk-pool-rules/2024-03-27.json",
    "law/cn-software-regulation/2013-03-01.json",
    "law/cn-state-assets-appraisal-rules/2020-11-29.json",
    "law/cn-state-assets-law/2009-05-01.json",
    "law/cn-technology-contract-interpretation/2021-01-01.json",
    "law/cn-technology-transfer-law/2015-10-01.json",
    "law/cn-trademark-law/2019-11-01.json",
    "law/cn-trademark-law/2027-01-01.json",
    "law/cn-trademark-rules/2014-05-01.json",
    "law/cn-unfair-competition-law/2019-04-23.json",
    "law/cn-unfair-competition-law/2025-10-15.json",
    "law/cn-vat-law/2026-01-01.json",
    "law/cn-vat-technology-transfer/2026-01-01.json",
    "standard/appraisal-foundation-contributory-assets/2010-05-31.json",
    "standard/cas-expert-guide-12/2021-01.json",
    "standard/cas-intellectual-property/2023-09-01.json",
    "standard/cas-patent-opinion/2017.json",
    "standard/cn-open-licence-fee-guideline/2022-10-14.json",
    "standard/cn-patent-licence-statistics-2016-2020/2021-12-17.json",
    "standard/cn-patent-licence-statistics-2022/2023-09-21.json",
    "standard/cn-patent-licence-statistics-2023/2024-12-13.json",
    "standard/csrc-valuation-guide-1/2021-01.json",
    "standard/db1304t-432/2023-08-30.json",
    "standard/db21t-3986/2024-07-30.json",
    "standard/db31t-1451/2024-03-01.json",
    "standard/db3301t-data-intellectual-property/2023-12-31.json",
    "standard/db37t-4455/2022-01-27.json",
    "standard/din-77100/2011-05.json",
    "standard/gbt-29187/2012.json",
    "standard/gbt-36964/2018.json",
    "standard/gbt-42748/2023-09-01.json",
    "standard/ifrs-13/2013-01-01.json",
    "standard/ipval-valuation/2026-12-01.json",
    "standard/iso-10668/2010-09-01.json",
    "standard/ivs-210/2025-01-31.json",
    "standard/jp-meti-royalty-survey/2010.json",
    "standard/szdbz-103/2014-05-01.json",
];

/// The bundled editions, read.
pub fn bundled() -> Result<Standards, Problem> {
    let broken = |path: &str, why: String| Problem::new(path, "not-an-edition").with("id", why);
    let nodes: Result<Vec<Node>, Problem> = BUNDLED
        .iter()
        .map(|(path, text)| serde_json::from_str(text).map_err(|error| broken(path, error.to_string())))
        .collect();
    Standards::read(&nodes?)
}
